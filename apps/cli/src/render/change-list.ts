/** The first changes of many, for showing: a million are counted, not kept. */

const MOST_SHOWN = 100;

export interface ChangeList<T> {
  readonly first: readonly T[];
  /** How many came after them. */
  readonly more: number;
  readonly add: (change: T) => void;
}

export function createChangeList<T>(): ChangeList<T> {
  const first: T[] = [];
  let more = 0;
  return {
    first,
    get more() {
      return more;
    },
    add(change) {
      if (first.length < MOST_SHOWN) first.push(change);
      else more++;
    },
  };
}
