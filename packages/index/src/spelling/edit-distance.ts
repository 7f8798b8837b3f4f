/**
 * Edit distance: how many letters must be inserted, left out, replaced or swapped with their neighbour to make one word of
 * another, when no stretch is edited twice. Source: F. Damerau, "A technique for computer detection and correction of spelling
 * errors", 1964, as optimal string alignment; of the matrix only the band that the bound leaves (E. Ukkonen, 1985).
 */

/** UTF-16 code units. */
export type Letters = ArrayLike<number>;

/** The letters of a word as a set of 32 bits, several letters to a bit. */
export function letterSet(letters: Letters): number {
  let set = 0;
  for (let i = 0; i < letters.length; i++) set |= 1 << (letters[i]! & 31);
  return set;
}

/** How many edits lie between words of these letter sets at the least: one edit adds a letter, takes one away, or both. */
export function leastEdits(a: number, b: number): number {
  return Math.max(bitCount(a & ~b), bitCount(b & ~a));
}

/** Source: H. Warren, Hacker's Delight, 2nd edition, figure 5–2. */
function bitCount(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x5555_5555);
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333);
  sum = (sum + (sum >>> 4)) & 0x0f0f_0f0f;
  return Math.imul(sum, 0x0101_0101) >>> 24;
}

/** @returns the distance if it is at most `bound`, else `bound + 1`. Time: length × (2 · bound + 1). */
export function editDistance(a: Letters, b: Letters, bound: number): number {
  const beyond = bound + 1;
  if (Math.abs(a.length - b.length) > bound) return beyond;
  const width = b.length + 1;
  const cells = new Int32Array((a.length + 1) * width).fill(beyond);
  for (let j = 0; j <= Math.min(bound, b.length); j++) cells[j] = j;
  for (let i = 1; i <= a.length; i++) {
    const row = i * width;
    let least = Math.min(i, beyond);
    cells[row] = least;
    for (let j = Math.max(1, i - bound); j <= Math.min(b.length, i + bound); j++) {
      const above = row - width + j;
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(cells[above - 1]! + cost, cells[above]! + 1, cells[row + j - 1]! + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, cells[above - width - 2]! + 1);
      cells[row + j] = Math.min(best, beyond);
      least = Math.min(least, best);
    }
    // No later row falls below the least of this one: a swap from the row before costs 1, as going on from it does here.
    if (least > bound) return beyond;
  }
  return cells[cells.length - 1]!;
}
