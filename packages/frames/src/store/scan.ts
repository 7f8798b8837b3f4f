/**
 * Scan: frames in order, with bounded memory: one batch of frames, and what the segment reads ahead.
 * Invariants: a segment that is replaced while it is scanned is read to its end from the file that was there first; frames before a
 * damaged one are given out before it throws; the event loop gets a turn every few milliseconds.
 */
import type { StoredFrame } from "../frame.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { ReadingParts } from "./parts.ts";
import type { Segment } from "./segment.ts";
import { soundOnes } from "./table-reader.ts";
import { createTurns } from "./turns.ts";

/** Which frames, with all bounds known. */
export interface ScanRange {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly signal?: AbortSignal | undefined;
}

/** @throws FRAMES_CORRUPT, FRAMES_IO, or the signal's reason. */
export async function* scanHistory(
  { history, frames }: Pick<ReadingParts, "history" | "frames">,
  { fromSeq, toSeq, signal }: ScanRange,
): AsyncGenerator<StoredFrame[], void, undefined> {
  const release = history.hold();
  const takeTurn = createTurns();
  try {
    for (let seq = fromSeq; seq <= toSeq;) {
      const segment = history.segments.find(({ lastSeq }) => lastSeq >= seq);
      if (segment === undefined) return;
      for await (const batch of heldBatches(segment, seq, toSeq)) {
        signal?.throwIfAborted();
        yield* soundOnes(batch.length, (n) => frames.toFrame(batch[n]!, segment));
        const turn = takeTurn();
        if (turn !== undefined) await turn;
      }
      seq = Math.min(segment.lastSeq, toSeq) + 1;
    }
  } finally {
    release();
  }
}

async function* heldBatches(segment: Segment, fromSeq: number, toSeq: number): AsyncGenerator<readonly RawFrame[]> {
  segment.retain();
  try {
    yield* segment.batches(fromSeq, toSeq);
  } finally {
    segment.release();
  }
}
