/** The word that somebody may have meant. */

const MOST_EDITS = 2;

/** The known word within two edits of `typed`, or that begins with it; `undefined` when none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const near = known
    .map((word) => ({ word, edits: typed.length > 1 && word.startsWith(typed) ? 1 : editDistance(typed, word) }))
    .filter(({ word, edits }) => edits <= MOST_EDITS && edits < word.length - 1)
    .toSorted((a, b) => a.edits - b.edits);
  return near[0]?.word;
}

/** Levenshtein's distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
