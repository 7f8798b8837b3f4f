/** Numbers from 0, in the order in which values are first met. */

export interface Numbering<T> {
  /** The values met so far, by their numbers. */
  readonly values: readonly T[];
  numberOf(value: T): number;
}

export function createNumbering<T>(): Numbering<T> {
  const numbers = new Map<T, number>();
  const values: T[] = [];
  /** The number that was asked for last: values often come in runs. */
  let last = -1;
  return {
    values,
    numberOf(value) {
      if (last >= 0 && values[last] === value) return last;
      const known = numbers.get(value);
      if (known !== undefined) return (last = known);
      last = values.push(value) - 1;
      numbers.set(value, last);
      return last;
    },
  };
}
