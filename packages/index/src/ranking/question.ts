/** A question, read once: its terms, the speaker that it names, the dates that it names, whether it asks for a time. */
import { STOPWORDS } from "../analysis/stopwords.ts";
import type { Analyzer } from "../analysis/terms.ts";
import { asksForTime, namedDates, type NamedDate } from "../analysis/time-words.ts";
import { toWords } from "../analysis/words.ts";
import type { Speaker } from "../view/speakers.ts";

/** What ranking needs to know of a question. */
export interface Question {
  /** Unique, in order; names of known speakers are taken out. */
  readonly terms: readonly string[];
  /** The one known speaker whom it names; `undefined` when it names none or several. */
  readonly speaker: string | undefined;
  readonly dates: readonly NamedDate[];
  readonly asksForTime: boolean;
  /** What the second hop asks beside `terms`, none of them again (multi-hop/second-hop.ts). */
  readonly related?: readonly RelatedTerm[] | undefined;
}

/** A term that nobody asked for. */
export interface RelatedTerm {
  readonly term: string;
  /** 0..1: what it counts beside a term that was asked for. */
  readonly weight: number;
  /** Whence it came: it is a member of a kind that the question names, or several first hits share it. */
  readonly source: "kind" | "hits";
}

/** @param known who speaks among the documents that are asked. */
export function readQuestion(text: string, known: readonly Speaker[], analyzer: Analyzer): Question {
  const words = toWords(text);
  const { speakers, spent } = namedSpeakers(text, words, known);
  const others = words.filter((word) => !spent.has(word));
  const asked = uniqueTerms(others, analyzer);
  return {
    // A question that is nothing but names and stop words still asks for something: read it as a document would be.
    terms: asked.length > 0 ? asked : [...new Set(analyzer.terms(text))],
    speaker: speakers.length === 1 ? speakers[0] : undefined,
    dates: namedDates(text, spent),
    asksForTime: asksForTime(text),
  };
}

function uniqueTerms(words: readonly string[], analyzer: Analyzer): string[] {
  const terms = words.map((word) => analyzer.term(word)).filter((term) => term !== undefined);
  return [...new Set(terms)];
}

/** A speaker is named by the first word of the name, unless two speakers share it; then by the whole name. */
function namedSpeakers(
  text: string,
  words: readonly string[],
  known: readonly Speaker[],
): { speakers: string[]; spent: Set<string> } {
  const said = new Set(words);
  const called = known.filter(({ words: [first = ""] }) => first.length > 1 && said.has(first) && isName(first, text));
  const bearers = new Map<string, number>();
  for (const {
    words: [first = ""],
  } of called)
    bearers.set(first, (bearers.get(first) ?? 0) + 1);
  const named = called.filter(({ words: name }) => bearers.get(name[0]!) === 1 || name.every((word) => said.has(word)));
  return { speakers: named.map(({ name }) => name), spent: new Set(named.flatMap((speaker) => speaker.words)) };
}

/** "Will" and "May" are stop words too: they are names only with a capital letter inside a sentence. */
function isName(word: string, text: string): boolean {
  if (!STOPWORDS.has(word)) return true;
  return new RegExp(`[^.!?\\s]\\s+${word[0]!.toUpperCase()}${word.slice(1)}\\b`).test(text);
}
