/** Seeking in ascending numbers. */

/**
 * The first place from `from` on whose number is at least `wanted`; the length when there is none. Steps double first, so
 * that a walk along two lists costs little more than the shorter one.
 */
export function seek(numbers: ArrayLike<number>, wanted: number, from: number): number {
  let step = 1;
  let low = from;
  while (low + step <= numbers.length && numbers[low + step - 1]! < wanted) {
    low += step;
    step *= 2;
  }
  let high = Math.min(low + step - 1, numbers.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
