/**
 * A binary heap over the slots 0..n-1 that knows where each slot lies, so that any slot can be moved or taken out.
 * Source: binary heap with handles (Cormen et al., Introduction to Algorithms, ch. 6.5).
 *
 * Invariants: no slot stands below one that comes before it; `places[heap[i]] = i` for every i.
 */

/** Each operation is O(log n). */
export interface IndexedHeap {
  /** The slot that comes first; `undefined` of an empty heap. */
  readonly first: number | undefined;
  add(slot: number): void;
  /** Takes a slot out; it must be in. */
  remove(slot: number): void;
}

/** @param comesBefore a strict total order over slots, constant while they are in the heap. */
export function createIndexedHeap(comesBefore: (a: number, b: number) => boolean): IndexedHeap {
  const heap: number[] = [];
  const places: number[] = [];

  function put(slot: number, place: number): void {
    heap[place] = slot;
    places[slot] = place;
  }

  function rise(slot: number, from: number): void {
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      const above = heap[parent]!;
      if (!comesBefore(slot, above)) break;
      put(above, place);
      place = parent;
    }
    put(slot, place);
  }

  function sink(slot: number, from: number): void {
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)) child++;
      const below = heap[child]!;
      if (!comesBefore(below, slot)) break;
      put(below, place);
      place = child;
    }
    put(slot, place);
  }

  return {
    get first() {
      return heap[0];
    },
    add(slot) {
      heap.push(slot);
      rise(slot, heap.length - 1);
    },
    remove(slot) {
      const place = places[slot]!;
      const last = heap.pop()!;
      if (last === slot) return;
      // The last one takes its place, and may belong higher or lower than that.
      if (comesBefore(last, slot)) rise(last, place);
      else sink(last, place);
    },
  };
}
