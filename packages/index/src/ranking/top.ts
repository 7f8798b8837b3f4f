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
  /** No candidate with a lower score gets in any more: ask before making one. */
  readonly floor: number;
  /** The worst of the kept ones, when there are `limit`. */
  readonly worst: Ranked | undefined;
  offer(candidate: Ranked): void;
  /** Best first. */
  toSorted(): Ranked[];
} {
  // A binary heap with the worst kept candidate at the root.
  const heap: Ranked[] = [];
  let floor = Number.NEGATIVE_INFINITY;

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
    get floor() {
      return floor;
    },
    get worst() {
      return heap.length === limit ? heap[0] : undefined;
    },
    offer(candidate) {
      if (heap.length < limit) {
        heap.push(candidate);
        raiseLast();
      } else if (limit > 0 && isBefore(candidate, heap[0]!)) {
        heap[0] = candidate;
        sinkRoot();
      }
      if (heap.length === limit && limit > 0) floor = heap[0]!.score;
    },
    toSorted: () => heap.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)),
  };
}
