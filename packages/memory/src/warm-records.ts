/**
 * Warm records: memories that were read lately, decoded, by the place of their version. Reading one again touches neither the log
 * nor a decoder. Two generations: what is used moves to the young one; when that is full, it becomes the old one, and the old one goes.
 * Invariants: the last 1,000 that were read are there; at most 2,000 records of at most 64 Ki characters each.
 */
import type { MemoryRecord } from "./records/record.ts";

const GENERATION = 1000;
const MAX_CHARACTERS = 65_536;

export interface WarmRecords {
  /** How often a record was there, and was not, since the store was opened. */
  readonly hits: number;
  readonly misses: number;
  get(seq: number): MemoryRecord | undefined;
  set(seq: number, record: MemoryRecord): void;
  /** Contents must be nowhere any more. */
  clear(): void;
}

export function createWarmRecords(): WarmRecords {
  let young = new Map<number, MemoryRecord>();
  let old = new Map<number, MemoryRecord>();
  let [hits, misses] = [0, 0];

  function put(seq: number, record: MemoryRecord): void {
    if (young.size >= GENERATION) {
      old = young;
      young = new Map();
    }
    young.set(seq, record);
  }

  return {
    get hits() {
      return hits;
    },
    get misses() {
      return misses;
    },
    get(seq) {
      let record = young.get(seq);
      if (record === undefined) {
        record = old.get(seq);
        if (record !== undefined) put(seq, record);
      }
      if (record === undefined) misses++;
      else hits++;
      return record;
    },
    set(seq, record) {
      // A structured content has no known size; a text has.
      if (typeof record.content === "string" && record.content.length <= MAX_CHARACTERS) put(seq, record);
    },
    clear() {
      young = new Map();
      old = new Map();
    },
  };
}
