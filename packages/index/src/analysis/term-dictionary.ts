/**
 * Term dictionary: a dense id for each term, from 0 in the order of first use, kept as bytes outside the JavaScript heap.
 * Invariants: term `id` is the bytes from `starts[id]` to `starts[id + 1]`; terms hold no ASCII capitals (words are folded).
 */
import { createIdSorter } from "./sorted-ids.ts";
import { createSurfaceTable, UNKNOWN_FORM } from "./surface-table.ts";
import { toBytes, toText } from "./text-bytes.ts";

const FIRST_TERMS = 1_024;
const FIRST_BYTES = 16_384;

/** Not safe to share between threads. */
export interface TermDictionary {
  /** The id of the term in `bytes` (UTF-8) from 0 to `length`, a new one at its first use. */
  toId(bytes: Uint8Array, length: number): number;
  /** The id of a term, or `undefined` when it was never used. */
  find(term: string): number | undefined;
  /** @throws RangeError for an id that was never given. */
  termOf(id: number): string;
  /** The same as bytes: a view, valid until the next term comes. */
  bytesOf(id: number): Uint8Array;
  /** Ids, each of them once, in the order of their terms' bytes. */
  readonly sort: (ids: readonly number[]) => Int32Array;
  readonly size: number;
  readonly sizeBytes: number;
}

export function createTermDictionary(): TermDictionary {
  const ids = createSurfaceTable();
  /** The few that the table does not keep: longer than its forms, or made to collide. */
  const others = new Map<string, number>();
  let starts = new Int32Array(FIRST_TERMS + 1);
  let text = new Uint8Array(FIRST_BYTES);
  let size = 0;

  function find(bytes: Uint8Array, length: number): number | undefined {
    const id = ids.find(bytes, 0, length);
    if (id !== UNKNOWN_FORM) return id;
    return others.size === 0 ? undefined : others.get(toText(bytes.subarray(0, length)));
  }

  function append(bytes: Uint8Array, length: number): void {
    const start = starts[size]!;
    if (start + length > text.length) text = enlarged(text, start + length);
    for (let i = 0; i < length; i++) text[start + i] = bytes[i]!;
    if (size + 2 > starts.length) starts = doubled(starts);
    starts[++size] = start + length;
  }

  function bytesOf(id: number): Uint8Array {
    if (!Number.isInteger(id) || id < 0 || id >= size) throw new RangeError(`no term has the id ${id}`);
    return text.subarray(starts[id], starts[id + 1]);
  }

  return {
    toId(bytes, length) {
      const known = find(bytes, length);
      if (known !== undefined) return known;
      const id = size;
      append(bytes, length);
      if (!ids.add(bytes.subarray(0, length), id)) others.set(toText(bytes.subarray(0, length)), id);
      return id;
    },
    find(term) {
      const bytes = toBytes(term);
      return find(bytes, bytes.length);
    },
    termOf: (id) => toText(bytesOf(id)),
    bytesOf,
    sort: createIdSorter(() => ({ text, starts, size })),
    get size() {
      return size;
    },
    get sizeBytes() {
      return ids.sizeBytes + text.byteLength + starts.byteLength;
    },
  };
}

function doubled(ints: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(ints.length * 2);
  larger.set(ints);
  return larger;
}

function enlarged(bytes: Uint8Array, leastLength: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(bytes.length * 2, leastLength));
  larger.set(bytes);
  return larger;
}
