/**
 * Settle: what opening for writing changes on disk, from what a snapshot found. Rules: docs/format/store.md, "Opening for writing".
 * Invariants: nothing is removed but empty files and copies; torn and damaged bytes go to lost+found/ first.
 */
import { dirname, join } from "node:path";
import type { DiskFile } from "../disk/disk.ts";
import { ioError } from "../errors.ts";
import type { Findings } from "./findings.ts";
import { syncFolders } from "./folders.ts";
import { removeLeftovers } from "./leftovers.ts";
import type { LoadedRows } from "./load-rows.ts";
import { copyToLostAndFound, moveToLostAndFound } from "./lost-and-found.ts";
import { settledV1Name } from "./names.ts";
import { newestRows, report, rowsTail, segmentsOf } from "./recovery.ts";
import type { RowSegment } from "./row-segment.ts";
import type { Segment } from "./segment.ts";
import { highestNumber, type Snapshot, type SnapshotParts } from "./snapshot.ts";

const COPY_BYTES: number = 1024 * 1024;

/** A complete segment that waits to be sealed. */
interface Unsealed {
  readonly segment: Segment;
  readonly isDamaged: boolean;
}

/** A store that is ready to be written to. */
export interface Settled {
  /** In order of seq. */
  readonly segments: readonly Segment[];
  /** The row segment at which writing goes on, if any: the last of `segments`. */
  readonly current: RowSegment | undefined;
  /** Complete segments that wait to be sealed. */
  readonly unsealed: readonly Unsealed[];
  /** Newest month in use, "" when there is none. */
  readonly month: string;
  readonly highestNumber: number;
}

/** Brings the folder in order. @throws FRAMES_IO */
export async function settle(snapshot: Snapshot, parts: SnapshotParts, findings: Findings): Promise<Settled> {
  report(snapshot, findings);
  try {
    await removeLeftovers(snapshot, parts);
    await settleLooseV1(snapshot, parts);
    const newest = newestRows(snapshot);
    for (const { segment, torn } of snapshot.rows) {
      if (torn !== undefined && segment !== undefined && segment !== newest?.segment) segment.isDamaged = true;
    }
    const current = newest === undefined ? undefined : await settleNewestRows(newest, parts, findings);
    const segments = segmentsOf(snapshot);
    const month = segments.reduce((latest, segment) => (segment.month > latest ? segment.month : latest), "");
    const unsealed = unsealedOf(snapshot).filter(({ segment }) => segment !== current);
    return { segments, current, unsealed, month, highestNumber: highestNumber(snapshot.listing.rows) };
  } catch (cause) {
    throw ioError("bring in order", parts.dir, cause);
  }
}

/** What may be sealed: a file in which a newer writer put what this one cannot read stays as it is. */
function unsealedOf({ v1, rows }: Snapshot): Settled["unsealed"] {
  const complete = [...v1, ...rows.filter(({ isForeign }) => !isForeign)];
  return complete
    .flatMap(({ segment }) => (segment === undefined ? [] : [{ segment, isDamaged: segment.isDamaged }]))
    .toSorted((a, b) => a.segment.firstSeq - b.segment.firstSeq);
}

/** Version-1 files get their place in history into their names, before anything comes after them. */
async function settleLooseV1({ listing, lateV1, v1 }: Snapshot, parts: SnapshotParts): Promise<void> {
  if (listing.looseV1.length === 0 || lateV1.length > 0) return;
  for (const { place, segment } of v1) {
    if (segment === undefined || "firstSeq" in place) continue;
    const name = settledV1Name(place.month, segment);
    await syncFile(parts, place.file);
    await parts.disk.rename(join(parts.dir, place.file), join(parts.dir, name.file));
    await parts.disk.syncDir(dirname(join(parts.dir, name.file)));
    segment.moveTo(name.file);
  }
}

/** What a dead writer left in the page cache must be durable before anything comes after it. */
async function syncFile({ disk, dir }: SnapshotParts, file: string): Promise<void> {
  const open = await disk.open(join(dir, file), "write");
  try {
    await open.sync();
  } finally {
    await open.close();
  }
}

/** Makes the newest rows durable, cuts their torn end, and decides whether writing goes on there. */
async function settleNewestRows(
  newest: LoadedRows,
  parts: SnapshotParts,
  findings: Findings,
): Promise<RowSegment | undefined> {
  const { disk, dir } = parts;
  const { name, segment } = newest;
  const torn = rowsTail(newest);
  if (segment === undefined) {
    if (torn !== undefined) findings.torn({ ...torn, keptAs: await moveToLostAndFound(disk, dir, name.file) });
    return undefined;
  }
  const file = await disk.open(join(dir, name.file), "write");
  try {
    if (torn !== undefined) {
      findings.torn({ ...torn, keptAs: await copyToLostAndFound(disk, dir, { ...torn, source: file }) });
    }
    if (!newest.isEnded) await writeAnew(file, segment.endOffset);
    await file.sync(); // what a dead writer left in the page cache must be durable before it is shown
    if (!newest.isEnded && !segment.isDamaged) {
      await file.truncate(segment.endOffset); // only now: a file that is cut to its rows is taken to be durable
      await file.sync();
    }
  } finally {
    await file.close();
  }
  await syncFolders(disk, dir, name.file);
  return segment.isDamaged ? undefined : segment;
}

/**
 * Writes the bytes of a file that its writer did not end to where they are. After a sync that failed they may lie in the page cache
 * alone, taken for written, so that no later sync would write them; a power cut would then take them out from under later frames.
 * Source: Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020.
 */
async function writeAnew(file: DiskFile, sizeBytes: number): Promise<void> {
  const buffer = new Uint8Array(Math.min(COPY_BYTES, sizeBytes));
  for (let at = 0; at < sizeBytes;) {
    const count = await file.read(buffer.subarray(0, Math.min(buffer.length, sizeBytes - at)), at);
    const written = await file.write(buffer.subarray(0, count), at);
    if (count === 0 || written < count) throw Object.assign(new Error(`Short write at ${at}`), { code: "ENOSPC" });
    at += count;
  }
}
