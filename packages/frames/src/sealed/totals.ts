/**
 * Totals: what the headers of a segment's chunks add up to, as its footer states it.
 * Invariant: totals of a segment depend only on its chunk headers and their order.
 */
import type { ChunkHeader } from "./chunk-header.ts";

/** Sums over chunks. */
export interface Totals {
  frames: number;
  /** Bytes of content. */
  rawBytes: number;
  /** Least and greatest timestamp in ms; both 0 without frames. */
  firstTime: number;
  lastTime: number;
}

/** Creates the totals of no chunk. */
export function createTotals(): Totals {
  return { frames: 0, rawBytes: 0, firstTime: 0, lastTime: 0 };
}

/** Adds a chunk. */
export function addToTotals(totals: Totals, header: ChunkHeader): void {
  const isFirst = totals.frames === 0;
  totals.firstTime = isFirst ? header.firstTime : Math.min(totals.firstTime, header.firstTime);
  totals.lastTime = isFirst ? header.lastTime : Math.max(totals.lastTime, header.lastTime);
  totals.frames += header.count;
  totals.rawBytes += header.contentBytes;
}
