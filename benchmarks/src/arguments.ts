/** Arguments of a benchmark: read, or refused in words. */

/** What was asked for cannot be read. The message is for people; the usage follows it. */
export class UsageError extends Error {}

/** @throws UsageError unless it is a whole number of at least `least`. */
export function toCount(option: string, said: string, least: number = 1): number {
  const count = Number(said);
  if (said.trim() === "" || !Number.isSafeInteger(count) || count < least)
    throw new UsageError(`--${option} must be a whole number of at least ${least}, not "${said}"`);
  return count;
}

/** @throws UsageError */
export function oneOf<Word extends string>(option: string, words: readonly Word[], said: string): Word {
  const word = words.find((one) => one === said);
  if (word === undefined) throw new UsageError(`--${option} is one of ${words.join(", ")}, not "${said}"`);
  return word;
}
