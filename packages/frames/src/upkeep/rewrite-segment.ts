/**
 * Rewrite segment: replaces or leaves out frames of a sealed file. The new file takes the name of the old one in one rename:
 * after a crash either is there, whole. Other processes keep the old file until they refresh; its bytes go when the last of them lets go.
 */
import type { RawFrame } from "../raw-frame.ts";
import { rewriteChunks } from "../sealed/rewrite-chunks.ts";
import type { SlotMarks } from "../sealed/slot-marks.ts";
import type { SealedFile } from "../store/sealed-segment.ts";
import { makeSealed } from "../store/make-sealed.ts";
import { SEAL_LEVEL } from "../store/seal-job.ts";
import type { UpkeepParts } from "./parts.ts";

/** What to change of a segment. */
export interface SegmentChange {
  readonly marks: SlotMarks;
  /** What stands in the place of a marked frame, if anything. */
  readonly replace: (frame: RawFrame) => RawFrame | undefined;
}

/** @throws FRAMES_CORRUPT when the segment is damaged, and what the disk throws; the old file stays then. */
export async function rewriteSegment(parts: UpkeepParts, file: SealedFile, change: SegmentChange): Promise<SealedFile> {
  const rewritten = await makeSealed(parts, file.name, (write) =>
    rewriteChunks(file.sealed, {
      ...change,
      write,
      createdAt: parts.clock(),
      level: SEAL_LEVEL,
      toWhole: (frame) => parts.frames.toPlain(frame),
    }),
  );
  parts.history.replace([file], rewritten);
  parts.frames.clear();
  return rewritten;
}
