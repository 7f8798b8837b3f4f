/**
 * Sealer: turns complete row segments into sealed ones, and many small sealed segments into fewer large ones, in the background.
 * Order: docs/format/store.md. Invariants: the new file and its name are durable before an old file goes; a crash between leaves
 * files whose range another one holds, which opening removes; a file with damage is moved to lost+found/, never removed.
 */
import { dirname, join } from "node:path";
import { deltaBaseDistance } from "../delta/delta.ts";
import type { Disk } from "../disk/disk.ts";
import { isVidmemError } from "../errors.ts";
import { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import { copyChunks } from "../sealed/copy-chunks.ts";
import { createSeqList } from "../sealed/seq-list.ts";
import { writeSealed } from "../sealed/segment-writer.ts";
import { createFileSink } from "./file-sink.ts";
import type { History } from "./history.ts";
import { moveToLostAndFound } from "./lost-and-found.ts";
import { sealedName, TEMPORARY, type SealedName } from "./names.ts";
import type { ChunkCache } from "./chunk-cache.ts";
import { isSealed, openSealedSegment, type SealedFile } from "./sealed-segment.ts";
import type { Pace } from "./pace.ts";
import type { Segment } from "./segment.ts";

/** What a sealer works with. */
export interface SealerParts {
  readonly disk: Disk;
  readonly dir: string;
  readonly history: History;
  readonly chunks: ChunkCache;
  /** Most bytes of a merged segment. */
  readonly segmentBytes: number;
  readonly clock: () => number;
  readonly pace: Pace;
}

/** How many neighbours of one size become one segment. */
const MERGE_COUNT = 8;
/** deflate level: the knee of the curve, see SealLevel. */
export const SEAL_LEVEL = 3;

/** Seals one complete segment of rows or of version-1 entries; does nothing when that has been done. */
export async function sealSegment(
  parts: SealerParts,
  segment: Segment,
  options: { readonly isDamaged: boolean },
): Promise<void> {
  await parts.pace.turn();
  if (!parts.history.segments.includes(segment)) return;
  const name = sealedName(segment.month, segment);
  segment.retain();
  try {
    const sealed = await makeSealed(parts, name, (write) =>
      writeSealed(options.isDamaged ? withBases(framesOf(segment, parts.pace)) : framesOf(segment, parts.pace), {
        write,
        range: segment,
        level: SEAL_LEVEL,
        createdAt: parts.clock(),
      }),
    );
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
  const name = sealedName(first.month, { firstSeq: first.firstSeq, lastSeq: last.lastSeq });
  const merged = await makeSealed(parts, name, (write) =>
    copyChunks(
      run.map(({ sealed }) => sealed),
      { write, createdAt: parts.clock() },
    ),
  );
  parts.history.replace(run, merged);
  for (const { file } of run) await parts.disk.remove(join(parts.dir, file));
  return merged;
}

/** Writes a sealed file under a temporary name, makes it durable, gives it its name, and opens it. */
export async function makeSealed(
  parts: Pick<SealerParts, "disk" | "dir" | "chunks">,
  name: SealedName,
  fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<unknown>,
): Promise<SealedFile> {
  const { disk, dir } = parts;
  const path = join(dir, name.file);
  const temporary = path + TEMPORARY;
  const sink = await createFileSink(disk, temporary);
  try {
    await fill(sink.write);
    await sink.finish();
  } catch (error) {
    await sink.abandon();
    throw error;
  }
  await disk.rename(temporary, path);
  await disk.syncDir(dirname(path));
  return openSealedSegment(parts, name);
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
