/** What the room asks of its arguments: numbers in range. Misuse is a TypeError or a RangeError that names the argument. */

/** @throws TypeError when it is no number. @throws RangeError outside 0..1 (NaN is outside). */
export function assertUnit(name: string, value: unknown): asserts value is number {
  assertNumber(name, value);
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must be in 0..1`);
}

/** @throws TypeError when it is no number. @throws RangeError when it is no whole number from `least` up. */
export function assertCount(name: string, value: unknown, least = 0): asserts value is number {
  assertNumber(name, value);
  if (!Number.isSafeInteger(value) || value < least) throw new RangeError(`${name} must be a whole number >= ${least}`);
}

/** A time in ms since 1970, or a length of time. @throws TypeError when it is no number. @throws RangeError when it is not finite. */
export function assertFinite(name: string, value: unknown): asserts value is number {
  assertNumber(name, value);
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be finite`);
}

function assertNumber(name: string, value: unknown): asserts value is number {
  if (typeof value !== "number") throw new TypeError(`${name} must be a number`);
}
