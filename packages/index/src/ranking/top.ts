/** The best of many: a bounded heap, so that choosing ten of a million costs no sort of a million. */

/** One candidate. */
export interface Ranked {
  readonly ordinal: number;
  readonly score: number;
}

/** Keeps the `limit` best by `isBefore` (a strict order: true when the first belongs before the second). */
export function createTop(
  limit: number,
  isBefore: (a: Ranked, b: Ranked) => boolean,
): {
  offer(candidate: Ranked): void;
  /** Best first. */
  toSorted(): Ranked[];
} {
  // A binary heap with the worst kept candidate at the root.
  const heap: Ranked[] = [];

  function sinkRoot(): void {
    let at = 0;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      let worst = at;
      if (left < heap.length && isBefore(heap[worst]!, heap[left]!)) worst = left;
      if (right < heap.length && isBefore(heap[worst]!, heap[right]!)) worst = right;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  }

  function raiseLast(): void {
    let at = heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[parent]!, heap[at]!)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function swap(a: number, b: number): void {
    const kept = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = kept;
  }

  return {
    offer(candidate) {
      if (heap.length < limit) {
        heap.push(candidate);
        raiseLast();
      } else if (limit > 0 && isBefore(candidate, heap[0]!)) {
        heap[0] = candidate;
        sinkRoot();
      }
    },
    toSorted: () => heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)),
  };
}
