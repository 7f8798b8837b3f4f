/**
 * Similarity: how much of two texts is the same, cheaply and never too much. Source: log-notes §4 (2,017 pairs of paragraphs).
 * Invariant: both measures are lower bounds of 1 − Levenshtein(a, b) / max(|a|, |b|) in bytes. Each names an alignment: what lies
 * between its equal parts can be edited at a cost of the longer side of each gap, and Levenshtein's distance is the least cost.
 */

/** Equal bytes that make two places match again after a difference. */
const ANCHOR_BYTES = 8;
/** Farthest that one difference may reach, in bytes of either text. */
const MAX_GAP_BYTES = 48;

/** Bytes that two contents have in common at their ends; the two never overlap. */
export interface CommonEnds {
  readonly prefixBytes: number;
  readonly suffixBytes: number;
}

/** Common prefix and suffix of two contents. */
export function commonEnds(a: Uint8Array, b: Uint8Array): CommonEnds {
  const most = Math.min(a.length, b.length);
  let prefixBytes = 0;
  while (prefixBytes < most && a[prefixBytes] === b[prefixBytes]) prefixBytes++;
  const rest = most - prefixBytes;
  let suffixBytes = 0;
  while (suffixBytes < rest && a[a.length - 1 - suffixBytes] === b[b.length - 1 - suffixBytes]) suffixBytes++;
  return { prefixBytes, suffixBytes };
}

/** (common prefix + common suffix) / longer length, in [0, 1]; 1 for two empty contents. One edit in one place is seen in full. */
export function similarity01(a: Uint8Array, b: Uint8Array): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  const { prefixBytes, suffixBytes } = commonEnds(a, b);
  return (prefixBytes + suffixBytes) / longest;
}

/**
 * The same for several edits: walks both contents and, at a difference, goes on at the nearest place where 8 bytes match again.
 * Gives 0 as soon as it is clear that the result would be below `atLeast01`: contents without anything in common cost little.
 */
export function alignedSimilarity01(a: Uint8Array, b: Uint8Array, atLeast01: number): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  const budget = (1 - atLeast01) * longest;
  let cost = 0;
  let i = 0;
  let j = 0;
  for (;;) {
    while (i < a.length && j < b.length && a[i] === b[j]) {
      i++;
      j++;
    }
    const restBytes = Math.max(a.length - i, b.length - j);
    const gap =
      restBytes === 0 ? undefined : nearestMatch(a.subarray(i, i + REACH_BYTES), b.subarray(j, j + REACH_BYTES));
    cost += gap === undefined ? restBytes : Math.max(gap.inA, gap.inB);
    if (cost > budget) return 0;
    if (gap === undefined) return 1 - cost / longest;
    i += gap.inA;
    j += gap.inB;
  }
}

const REACH_BYTES: number = MAX_GAP_BYTES + ANCHOR_BYTES;

interface Gap {
  readonly inA: number;
  readonly inB: number;
}

/** The least gap after which both go on alike, by the longer side of the gap. */
function nearestMatch(a: Uint8Array, b: Uint8Array): Gap | undefined {
  for (let longer = 1; longer <= MAX_GAP_BYTES; longer++) {
    if (isMatch(a, longer, b, longer)) return { inA: longer, inB: longer };
    for (let shorter = longer - 1; shorter >= 0; shorter--) {
      if (isMatch(a, longer, b, shorter)) return { inA: longer, inB: shorter };
      if (isMatch(a, shorter, b, longer)) return { inA: shorter, inB: longer };
    }
  }
  return undefined;
}

function isMatch(a: Uint8Array, i: number, b: Uint8Array, j: number): boolean {
  if (i + ANCHOR_BYTES > a.length || j + ANCHOR_BYTES > b.length) return false;
  for (let k = 0; k < ANCHOR_BYTES; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}
