/**
 * Seal frames: makes a sealed file of a segment frame by frame, as what is no sound row file needs it: version-1 entries, and what damage
 * left. Sound rows are sealed as bytes (seal-job.ts), which is faster.
 */
import { deltaBaseDistance } from "../delta/delta.ts";
import type { RawFrame } from "../raw-frame.ts";
import { writeSealed } from "../sealed/segment-writer.ts";
import { createSeqList } from "../sealed/seq-list.ts";
import { makeSealed, type SealedPlace } from "./make-sealed.ts";
import { sealedName } from "./names.ts";
import type { Pace } from "./pace.ts";
import { SEAL_LEVEL } from "./seal-job.ts";
import type { SealedFile } from "./sealed-segment.ts";
import type { Segment } from "./segment.ts";

/** What sealing by frames works with. */
export interface FrameSealing extends SealedPlace {
  readonly clock: () => number;
  readonly pace: Pace;
}

/** The file is in its place when this resolves, durably; the segment is as it was. @throws what the disk throws. */
export function sealFrames(
  parts: FrameSealing,
  segment: Segment,
  { isDamaged }: { readonly isDamaged: boolean },
): Promise<SealedFile> {
  const frames = framesOf(segment, parts.pace);
  return makeSealed(parts, sealedName(segment.month, segment), (write) =>
    writeSealed(isDamaged ? withBases(frames) : frames, {
      write,
      range: segment,
      level: SEAL_LEVEL,
      createdAt: parts.clock(),
    }),
  );
}

async function* framesOf(segment: Segment, pace: Pace): AsyncGenerator<RawFrame> {
  for await (const batch of segment.batches(segment.firstSeq, segment.lastSeq)) {
    yield* batch;
    await pace.turn(); // before the next batch is read
  }
}

/** Leaves out deltas whose base damage took: nobody can read them any more. The damaged file keeps them. */
async function* withBases(frames: AsyncIterable<RawFrame>): AsyncGenerator<RawFrame> {
  const kept = createSeqList();
  for await (const frame of frames) {
    if (frame.isDelta && !kept.has(frame.seq - (deltaBaseDistance(frame.content) ?? 0))) continue;
    kept.add(frame.seq);
    yield frame;
  }
}
