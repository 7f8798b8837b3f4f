/** Term buffer: a growing list of term ids, so that a segment builder keeps millions of them in four bytes each. */

const FIRST_CAPACITY = 1_024;

/** Read `ids` only below `count`; growing replaces the array, so hold the buffer and not its array. To empty it, set `count` to 0. */
export interface TermBuffer {
  ids: Int32Array;
  count: number;
}

/** @param capacity ids that fit before it grows; it doubles then. */
export function createTermBuffer(capacity: number = FIRST_CAPACITY): TermBuffer {
  return { ids: new Int32Array(Math.max(1, capacity)), count: 0 };
}

/** Appends one id. */
export function appendTerm(buffer: TermBuffer, id: number): void {
  if (buffer.count === buffer.ids.length) {
    const larger = new Int32Array(buffer.ids.length * 2);
    larger.set(buffer.ids);
    buffer.ids = larger;
  }
  buffer.ids[buffer.count++] = id;
}
