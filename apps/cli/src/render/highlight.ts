/** Marks the words of a text that a search matched. Terms are stems, so a word matches when it begins like one of them. */
import type { Hit } from "@vidmem/memory";

const LONGEST_ENDING = 4;

/** A function that marks matched words with `mark`. Terms lent by neighbouring turns are not in this text. */
export function createHighlighter(why: Hit["why"], mark: (text: string) => string): (text: string) => string {
  const stems = (why?.terms ?? []).filter(({ turnsAway }) => turnsAway === 0).map(({ term }) => bareStem(term));
  if (stems.length === 0) return (text) => text;
  const matches = (word: string): boolean => {
    const folded = word.toLowerCase();
    return stems.some((stem) => folded.startsWith(stem) && folded.length - stem.length <= LONGEST_ENDING);
  };
  return (text) => text.replaceAll(/[\p{L}\p{N}]+/gu, (word) => (matches(word) ? mark(word) : word));
}

/** "happi", the stem of "happy", begins both "happy" and "happiness" without its last letter. */
function bareStem(term: string): string {
  return term.length > 3 && term.endsWith("i") ? term.slice(0, -1) : term;
}
