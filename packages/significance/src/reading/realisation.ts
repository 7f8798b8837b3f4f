/** Realisation: whether a word in its place says that something became clear. The words are in realisation-words.ts. */
import type { Word } from "./reading.ts";

/** The word, or the pair that it ends, when it says so. @param before the word before it; absent at the beginning of a sentence. */
export function realisationOf(
  { lower, listed }: Pick<Word, "lower" | "listed">,
  before: Pick<Word, "lower"> | undefined,
): string | undefined {
  if (listed.realises) return lower;
  const isPair = before !== undefined && listed.realisesBehind.includes(before.lower);
  return isPair ? `${before.lower} ${lower}` : undefined;
}
