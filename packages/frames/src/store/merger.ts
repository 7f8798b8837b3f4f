/**
 * Merger: turns many small sealed segments into fewer large ones, in the background. Order: docs/format/store.md.
 * Invariant: the new file and its name are durable before an old file goes.
 */
import { join } from "node:path";
import { isVidmemError } from "../errors.ts";
import { placeSealed } from "./make-sealed.ts";
import { sealedName } from "./names.ts";
import { MERGE_COUNT } from "./seal-runs.ts";
import { isSealed, type SealedFile } from "./sealed-segment.ts";
import type { SealerParts } from "./sealer.ts";
import type { Segment } from "./segment.ts";

/** Merges the first run of neighbours that is due. @returns whether there was one. */
export async function mergeOnce(parts: SealerParts): Promise<boolean> {
  await parts.pace.turn();
  const run = dueRun(parts.history.segments, parts.segmentBytes);
  if (run.length === 0) return false;
  try {
    await mergeRun(parts, run);
    return true;
  } catch (error) {
    // It would stand in the way of all later merges: from now on they go around it.
    const damaged = run.find(({ file }) => isVidmemError(error) && error.details["file"] === file);
    if (damaged !== undefined) damaged.isUnmergeable = true;
    throw error;
  }
}

/** Makes one segment of neighbours of one month. */
export async function mergeRun(parts: SealerParts, run: readonly SealedFile[]): Promise<SealedFile> {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) throw new TypeError("run must not be empty");
  const range = { firstSeq: first.firstSeq, lastSeq: last.lastSeq };
  const sealed = run.map(({ file, sizeBytes }) => ({ file, sizeBytes }));
  const merged = await placeSealed(parts, sealedName(first.month, range), (target) =>
    parts.runner.run({ ...range, target, createdAt: parts.clock(), source: { sealed } }),
  );
  parts.history.replace(run, merged);
  for (const { file } of run) await parts.disk.remove(join(parts.dir, file));
  return merged;
}

/** MERGE_COUNT neighbours of one month and one size class that fit into one segment; the oldest such run. */
function dueRun(segments: readonly Segment[], segmentBytes: number): SealedFile[] {
  let run: SealedFile[] = [];
  let sizeBytes = 0;
  for (const segment of segments) {
    const [first] = run;
    const fits =
      isSealed(segment) &&
      !segment.isUnmergeable &&
      first !== undefined &&
      first.month === segment.month &&
      run.at(-1)!.lastSeq + 1 === segment.firstSeq &&
      sizeClass(first.sizeBytes) === sizeClass(segment.sizeBytes) &&
      sizeBytes + segment.sizeBytes <= segmentBytes;
    if (!fits) {
      run = [];
      sizeBytes = 0;
    }
    if (!isSealed(segment) || segment.isUnmergeable) continue;
    run.push(segment);
    sizeBytes += segment.sizeBytes;
    if (run.length === MERGE_COUNT) return run;
  }
  return [];
}

/** Sizes of one class differ by less than MERGE_COUNT times, so that each frame is copied once per class. */
function sizeClass(sizeBytes: number): number {
  return Math.floor(Math.log(Math.max(1, sizeBytes)) / Math.log(MERGE_COUNT));
}
