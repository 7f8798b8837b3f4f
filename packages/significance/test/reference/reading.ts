/** Reading as the page says it, one expression and one list after the other: what the fast reading must equal. */
import { FUNCTION_WORDS } from "../../src/reading/function-words.ts";
import { VOICES } from "../../src/reading/voice.ts";

const TOKEN =
  /https?:\/\/[^\s]+|`[^`\n]{1,200}`|[$£€¥]?[\p{L}\p{N}_]+(?:['-][\p{L}\p{N}_]+|[.,:]\p{N}+)*|[.!?\n]+|\p{Extended_Pictographic}/gu;

export interface PlainWord {
  readonly kind: "word" | "code" | "pictograph";
  readonly text: string;
  readonly lower: string;
  readonly term: string | undefined;
  readonly opens: boolean;
}

export interface PlainSentence {
  readonly words: readonly PlainWord[];
  readonly ending: "statement" | "question" | "exclamation";
}

export function readPlainly(text: string): PlainSentence[] {
  const sentences: PlainSentence[] = [];
  let words: PlainWord[] = [];
  const end = (mark: string): void => {
    const ending = mark.includes("?") ? "question" : mark.includes("!") ? "exclamation" : "statement";
    if (words.length > 0) sentences.push({ words, ending });
    words = [];
  };
  for (const [token] of text.slice(0, 16_384).replaceAll("’", "'").matchAll(TOKEN)) {
    if (/^[.!?\n]/.test(token)) end(token);
    else words.push(toPlainWord(token, words.length === 0));
  }
  end("");
  return sentences;
}

function toPlainWord(text: string, opens: boolean): PlainWord {
  if (/^(?:`|https?:\/\/)/.test(text)) return { kind: "code", text, lower: text, term: undefined, opens };
  if (!/^[\p{L}\p{N}_$£€¥]/u.test(text)) return { kind: "pictograph", text, lower: text, term: undefined, opens };
  const lower = text.toLowerCase();
  return { kind: "word", text, lower, term: plainTerm(lower), opens };
}

function plainTerm(lower: string): string | undefined {
  if (FUNCTION_WORDS.has(lower)) return undefined;
  const bare = lower.replace(/'s$/, "");
  if (/^[a-z_]?$/.test(bare)) return undefined;
  const term = bare.length < 4 ? bare : bare.replace(/(?<=[^ae])ies$/s, "y").replace(/(?<=[^us])s$/s, "");
  return FUNCTION_WORDS.has(term) ? undefined : term;
}

/** Which voices speak in a sentence. */
export function voicesOf({ words }: PlainSentence): { first: boolean; second: boolean } {
  const voices = words.map(({ lower }) => VOICES.get(lower));
  return { first: voices.some((voice) => voice === "I" || voice === "we"), second: voices.includes("you") };
}

/** The distinct terms in their order, each with the first word that states it. */
export function plainTerms(sentences: readonly PlainSentence[]): [string, PlainWord | undefined][] {
  const all = sentences.flatMap(({ words, ending }) => words.map((word) => ({ word, asks: ending === "question" })));
  const terms = [...new Set(all.flatMap(({ word }) => word.term ?? []))];
  return terms.map((term) => [term, all.find(({ word, asks }) => word.term === term && !asks)?.word]);
}
