/**
 * Sealer: turns complete row segments into sealed ones, in the background. Order: docs/format/store.md.
 * Invariants: the new file and its name are durable before an old file goes; a crash between leaves files whose range another one
 * holds, which opening removes; a file with damage is moved to lost+found/, never removed.
 */
import { join } from "node:path";
import { FramesError } from "../errors.ts";
import type { History } from "./history.ts";
import { moveToLostAndFound } from "./lost-and-found.ts";
import { placeSealed } from "./make-sealed.ts";
import { sealedName } from "./names.ts";
import { isRows, type RowSegment } from "./row-segment.ts";
import type { FrameSealing } from "./seal-frames.ts";
import type { SealRunner } from "./seal-runner.ts";
import type { SealRuns } from "./seal-runs.ts";
import { isSealed } from "./sealed-segment.ts";
import type { Segment } from "./segment.ts";

/** What a sealer works with. */
export interface SealerParts extends FrameSealing {
  readonly history: History;
  /** Most bytes of a merged segment. */
  readonly segmentBytes: number;
  readonly runner: Pick<SealRunner, "run">;
  readonly runs: SealRuns;
}

/** Seals a complete segment of rows or of version-1 entries, and its run; does nothing when that has been done. */
export async function sealSegment(
  parts: SealerParts,
  segment: Segment,
  options: { readonly isDamaged: boolean },
): Promise<void> {
  await parts.pace.turn();
  if (!parts.history.segments.includes(segment)) return;
  if (isRows(segment) && !options.isDamaged) {
    return sealRun(parts, parts.runs.of(segment, parts.history.segments));
  }
  segment.retain();
  try {
    const { sealFrames } = await import("./seal-frames.ts");
    const sealed = await sealFrames(parts, segment, options);
    parts.history.replace([segment], sealed);
    if (options.isDamaged) await moveToLostAndFound(parts.disk, parts.dir, segment.file);
    else await parts.disk.remove(join(parts.dir, segment.file));
  } finally {
    segment.release();
  }
}

/** Seals the chosen segments; all of them must be complete. @throws FRAMES_CORRUPT when one must not be changed. */
export async function sealComplete(parts: SealerParts, isChosen: (segment: Segment) => boolean): Promise<void> {
  for (const segment of parts.history.segments) {
    if (isSealed(segment) || !isChosen(segment)) continue;
    if (segment.isForeign === true) throw foreign(segment.file);
    await sealSegment(parts, segment, { isDamaged: segment.isDamaged === true });
  }
}

function foreign(file: string): FramesError {
  return new FramesError(
    "FRAMES_CORRUPT",
    `${file} holds frames of a newer version, so this one must not change it. Use the version that wrote it.`,
    { details: { file } },
  );
}

/** Makes one sealed segment of neighbours of one month. */
async function sealRun(parts: SealerParts, run: readonly RowSegment[]): Promise<void> {
  const { disk, dir, history, runs, runner } = parts;
  const [first] = run as [RowSegment];
  const range = { firstSeq: first.firstSeq, lastSeq: run.at(-1)!.lastSeq };
  const rows = run.map(({ file, firstSeq, lastSeq, nonceCrc, endOffset }) => ({
    file,
    firstSeq,
    lastSeq,
    nonceCrc,
    endOffset,
  }));
  let isMade = false;
  try {
    const sealed = await placeSealed(parts, sealedName(first.month, range), async (target) => {
      await runner.run({ ...range, target, createdAt: parts.clock(), source: { rows } });
      isMade = true;
    });
    history.replace(run, sealed);
  } catch (error) {
    if (isMade) runs.bind(run);
    else runs.part(run);
    if (isMade || run.length === 1) throw error;
    return sealRun(parts, [first]); // the others' turns come; whose fault it was will fail again
  }
  for (const { file } of run) await disk.remove(join(dir, file));
}
