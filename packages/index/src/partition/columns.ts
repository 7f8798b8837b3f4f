/**
 * Columns: what ranking and filters need to know of each document, as growing typed arrays indexed by ordinal (the order
 * of adding). Words of text live in the postings; texts live in the log.
 */

/** `endedAt` of a document that is still current. */
export const STILL_CURRENT: number = Number.POSITIVE_INFINITY;
/** `session`, `speaker`, `previous` and `next` of a document that has none. */
export const NONE = -1;

/** The columns; read them only below `count`. Times in ms; `yearMonthDay` is the UTC date as yyyymmdd. */
export interface Columns {
  count: number;
  ref: Float64Array;
  timestamp: Float64Array;
  savedAt: Float64Array;
  endedAt: Float64Array;
  importance: Float32Array;
  yearMonthDay: Int32Array;
  length: Int32Array;
  session: Int32Array;
  /** The first version of this turn, as ordinal: a corrected turn keeps its place in the conversation. */
  turn: Int32Array;
  speaker: Int32Array;
  previous: Int32Array;
  next: Int32Array;
  type: Int32Array;
  flags: Uint8Array;
}

const FIRST_CAPACITY = 256;

export function createColumns(): Columns {
  return { count: 0, ...allocate(FIRST_CAPACITY) };
}

/** Makes room for one more document and returns its ordinal; its fields start at zero. */
export function addRow(columns: Columns): number {
  if (columns.count === columns.ref.length) grow(columns);
  return columns.count++;
}

function allocate(capacity: number): Omit<Columns, "count"> {
  return {
    ref: new Float64Array(capacity),
    timestamp: new Float64Array(capacity),
    savedAt: new Float64Array(capacity),
    endedAt: new Float64Array(capacity),
    importance: new Float32Array(capacity),
    yearMonthDay: new Int32Array(capacity),
    length: new Int32Array(capacity),
    session: new Int32Array(capacity),
    turn: new Int32Array(capacity),
    speaker: new Int32Array(capacity),
    previous: new Int32Array(capacity),
    next: new Int32Array(capacity),
    type: new Int32Array(capacity),
    flags: new Uint8Array(capacity),
  };
}

function grow(columns: Columns): void {
  const larger = allocate(columns.ref.length * 2);
  for (const name of Object.keys(larger) as (keyof typeof larger)[]) larger[name].set(columns[name]);
  Object.assign(columns, larger);
}
