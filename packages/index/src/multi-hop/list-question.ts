/**
 * List questions: does a question ask for several things ("Which instruments does Ada play?")? What answers it lies in
 * several sessions, and one ranking finds the loudest of them again and again; only here a second hop is worth its cost.
 * Source: measured on LoCoMo (docs/ranking.md): three of four multi-hop questions are of this form, one of four others.
 */
import type { Analyzer } from "../analysis/terms.ts";

/** What is longer is a document, and two rankings of its words would cost twice too much. */
const MAX_CHARACTERS = 1_000;
const ASKS_FOR_THINGS = /^\W*(?:(?:in|for|to|from|with|at|on|of) )?(?:what|which|who|whom|where|how many)\b/i;
/** A word in lower case that ends like a plural: a capital makes it a name ("James", "Texas"). */
const PLURAL = /(?<![\p{L}\p{N}'’])(?:[a-z]{3,64}s|both|children|people|men|women)(?![\p{L}\p{N}])/gu;
const SINGULAR_ENDING = /(?:ss|us|is)$/;

/** @returns whether the question asks for things by a plural: a question word first, and behind it a plural that is no stop word. */
export function asksForSeveral(question: string, analyzer: Analyzer): boolean {
  if (question.length > MAX_CHARACTERS || !ASKS_FOR_THINGS.test(question)) return false;
  for (const [word] of question.matchAll(PLURAL)) {
    if (word === "both") return true;
    if (!SINGULAR_ENDING.test(word) && analyzer.term(word) !== undefined) return true;
  }
  return false;
}
