/**
 * A bounded queue of memories by persistence: the highest can be read and taken, the lowest is evicted when it is full.
 * Two heaps over the same slots, one from each end. Source: the seed's priority queue (10,000, lowest out), made O(log n).
 *
 * Invariants: never more than `capacity` memories, each id once. The order is total and deterministic: by persistence, and
 * among equals what was pushed later ranks higher (so the older one is evicted first).
 */
import { assertCount, assertUnit } from "../assertions.ts";
import { createIndexedHeap } from "./indexed-heap.ts";

const DEFAULT_CAPACITY = 10_000;

/** A memory in the queue. */
export interface QueuedMemory {
  readonly id: string;
  /** 0..1. */
  readonly persistence: number;
}

/** Each operation but `toArray` is O(log n) at most. */
export interface PersistenceQueue {
  readonly size: number;
  readonly capacity: number;
  /** Adds a memory, or moves it when its id is there. Returns what was evicted for it: it may be the new one itself. */
  push(id: string, persistence: number): QueuedMemory | undefined;
  has(id: string): boolean;
  get(id: string): QueuedMemory | undefined;
  readonly highest: QueuedMemory | undefined;
  readonly lowest: QueuedMemory | undefined;
  /** Takes the highest out. */
  pop(): QueuedMemory | undefined;
  /** Takes one out; whether it was there. */
  remove(id: string): boolean;
  /** All, highest first: a copy. O(n log n). */
  toArray(): QueuedMemory[];
}

interface Entry extends QueuedMemory {
  readonly order: number;
}

/** @param options `capacity`: whole, >= 1, default 10,000. @throws TypeError or RangeError for any other. */
export function createPersistenceQueue(options: { readonly capacity?: number | undefined } = {}): PersistenceQueue {
  const { capacity = DEFAULT_CAPACITY } = options;
  assertCount("capacity", capacity, 1);
  const entries: (Entry | undefined)[] = [];
  const slots = new Map<string, number>();
  const free: number[] = [];
  const fromLowest = createIndexedHeap((a, b) => ranksBelow(entries[a]!, entries[b]!));
  const fromHighest = createIndexedHeap((a, b) => ranksBelow(entries[b]!, entries[a]!));
  let pushed = 0;

  const at = (slot: number | undefined): QueuedMemory | undefined =>
    view(slot === undefined ? undefined : entries[slot]);

  function take(slot: number | undefined): QueuedMemory | undefined {
    if (slot === undefined) return undefined;
    const entry = entries[slot]!;
    fromLowest.remove(slot);
    fromHighest.remove(slot);
    entries[slot] = undefined;
    slots.delete(entry.id);
    free.push(slot);
    return view(entry);
  }

  return {
    get size() {
      return slots.size;
    },
    capacity,
    push(id, persistence) {
      assertUnit("persistence", persistence);
      take(slots.get(id));
      const slot = free.pop() ?? entries.length;
      entries[slot] = { id, persistence, order: pushed++ };
      slots.set(id, slot);
      fromLowest.add(slot);
      fromHighest.add(slot);
      return slots.size > capacity ? take(fromLowest.first) : undefined;
    },
    has: (id) => slots.has(id),
    get: (id) => at(slots.get(id)),
    get highest() {
      return at(fromHighest.first);
    },
    get lowest() {
      return at(fromLowest.first);
    },
    pop: () => take(fromHighest.first),
    remove: (id) => take(slots.get(id)) !== undefined,
    toArray() {
      const all = entries.filter((entry) => entry !== undefined);
      return all.toSorted((a, b) => (ranksBelow(a, b) ? 1 : -1)).map((entry) => view(entry)!);
    },
  };
}

function ranksBelow(a: Entry, b: Entry): boolean {
  return a.persistence === b.persistence ? a.order < b.order : a.persistence < b.persistence;
}

function view(entry: Entry | undefined): QueuedMemory | undefined {
  return entry && { id: entry.id, persistence: entry.persistence };
}
