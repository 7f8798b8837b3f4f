/** Numbers from 0, in the order in which values are first met. */

export interface Numbering<T> {
  /** The values met so far, by their numbers. */
  readonly values: readonly T[];
  numberOf(value: T): number;
}

export function createNumbering<T>(): Numbering<T> {
  const numbers = new Map<T, number>();
  const values: T[] = [];
  return {
    values,
    numberOf(value) {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, values.length);
      return values.push(value) - 1;
    },
  };
}
