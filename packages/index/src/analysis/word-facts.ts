/**
 * Word facts: what the tables of English say about a word, found from its bytes: is it a stop word, is it an irregular form,
 * does it promise something about time?
 */
import { IRREGULAR_FORMS } from "./irregular-forms.ts";
import { stemPorter2 } from "./porter2.ts";
import { STOPWORDS } from "./stopwords.ts";
import { createSurfaceTable, UNKNOWN_FORM } from "./surface-table.ts";
import { toBytes } from "./text-bytes.ts";
import { CUE_BITS, CUE_MASK, CUE_WORDS, timeCue } from "./time-expressions.ts";

const PLAIN = 0;
const STOP = 1;
/** Larger kinds are numbers of irregular bases. */
const FIRST_BASE = 2;

/** Facts about a folded word, the first `length` bytes of an array. */
export interface WordFacts {
  /** A number that the other verbs read. */
  find(bytes: Uint8Array, length: number): number;
  isStopWord(fact: number): boolean;
  /** The stem of an irregular form's base ("went": "go"), or `undefined`. Do not change it. */
  irregularStem(fact: number): Uint8Array | undefined;
  cue(fact: number): number;
}

export function createWordFacts(): WordFacts {
  const table = createSurfaceTable();
  const stems: Uint8Array[] = [];
  const kinds = new Map<string, number>([...CUE_WORDS].map((word) => [word, PLAIN]));
  for (const word of STOPWORDS) kinds.set(word, STOP);
  for (const [form, base] of IRREGULAR_FORMS) kinds.set(form, FIRST_BASE + stems.push(toBytes(stemPorter2(base))) - 1);
  for (const [word, kind] of kinds) table.add(toBytes(word), (kind << CUE_BITS) | timeCue(word));

  return {
    find(bytes, length) {
      const fact = table.find(bytes, 0, length);
      return fact === UNKNOWN_FORM ? PLAIN << CUE_BITS : fact;
    },
    isStopWord: (fact) => fact >> CUE_BITS === STOP,
    irregularStem(fact) {
      const kind = fact >> CUE_BITS;
      return kind < FIRST_BASE ? undefined : stems[kind - FIRST_BASE];
    },
    cue: (fact) => fact & CUE_MASK,
  };
}
