/**
 * How well a score tells two classes apart: the area under the ROC curve, the chance that a member of the one class scores
 * above a member of the other; 0.5 says nothing. Source: Mann–Whitney U over the number of pairs; ties count half.
 */

/** A score and its class. */
export interface Scored {
  readonly score: number;
  readonly asked: boolean;
}

/** NaN when one class is empty. O(n log n). */
export function auc(all: readonly Scored[]): number {
  return wins(all) / pairs(all);
}

/**
 * The same within bands: only pairs whose `by` lies in the same band are compared, so that what `by` alone would tell is
 * left out. @param bands equally many members each.
 */
export function aucWithin(all: readonly (Scored & { readonly by: number })[], bands: number): number {
  const sorted = all.toSorted((a, b) => a.by - b.by);
  const parts = Array.from({ length: bands }, (_, band) =>
    sorted.slice(Math.round((band * sorted.length) / bands), Math.round(((band + 1) * sorted.length) / bands)),
  );
  const sum = (of: (part: readonly Scored[]) => number): number => parts.reduce((total, part) => total + of(part), 0);
  return sum(wins) / sum(pairs);
}

function pairs(all: readonly Scored[]): number {
  const asked = all.filter((one) => one.asked).length;
  return asked * (all.length - asked);
}

/** Pairs that the asked one wins; ties are half. */
function wins(all: readonly Scored[]): number {
  const sorted = all.toSorted((a, b) => a.score - b.score);
  let [won, below] = [0, 0];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (sorted[to]?.score === sorted[from]!.score) to++;
    const equal = sorted.slice(from, to);
    const asked = equal.filter((one) => one.asked).length;
    won += asked * (below + (equal.length - asked) / 2);
    below += equal.length - asked;
    from = to;
  }
  return won;
}
