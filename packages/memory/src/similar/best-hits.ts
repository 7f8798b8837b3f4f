/**
 * The best of many: keeps the `limit` candidates with the largest scores while they stream by.
 * Invariant: what it gives equals sorting all of them and cutting, ties in the order of offering.
 */
export interface BestHits<T> {
  /** The least score that could still enter. */
  readonly floor: number;
  offer(candidate: T, score: number): void;
  /** Best first. */
  toSorted(): { readonly candidate: T; readonly score: number }[];
}

interface Entry<T> {
  readonly candidate: T;
  readonly score: number;
  readonly place: number;
}

/** Kept up to twice the limit, then cut: O(log limit) an offer on average. @param least scores below it are not taken. */
export function createBestHits<T>(limit: number, least: number): BestHits<T> {
  let kept: Entry<T>[] = [];
  let floor = least;
  let offered = 0;

  function cut(): void {
    kept.sort((a, b) => b.score - a.score || a.place - b.place);
    kept = kept.slice(0, limit);
    if (kept.length === limit) floor = Math.max(floor, kept[limit - 1]!.score);
  }

  return {
    get floor() {
      return floor;
    },
    offer(candidate, score) {
      offered++;
      if (!(score >= floor)) return;
      kept.push({ candidate, score, place: offered });
      if (kept.length >= 2 * limit) cut();
    },
    toSorted() {
      cut();
      return kept.map(({ candidate, score }) => ({ candidate, score }));
    },
  };
}
