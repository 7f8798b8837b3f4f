/**
 * Settle: what opening for writing changes on disk, from what a snapshot found. Rules: docs/format/store.md, "Opening for writing".
 * Invariants: nothing is removed but empty files and copies; torn and damaged bytes go to lost+found/ first.
 */
import { dirname, join } from "node:path";
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

/** A store that is ready to be written to. */
export interface Settled {
  /** In order of seq. */
  readonly segments: readonly Segment[];
  /** The row segment at which writing goes on, if any: the last of `segments`. */
  readonly current: RowSegment | undefined;
  /** Complete segments that wait to be sealed. */
  readonly unsealed: readonly { readonly segment: Segment; readonly isDamaged: boolean }[];
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
    await parts.disk.rename(join(parts.dir, place.file), join(parts.dir, name.file));
    await parts.disk.syncDir(dirname(join(parts.dir, name.file)));
    segment.moveTo(name.file);
  }
}

/**
 * Cuts the torn end of the newest rows, and decides whether writing goes on there: only in a file that its writer ended. In one that it
 * did not, rows may lie in the page cache alone, after a sync that failed; no later sync would tell. Such rows are sealed into a new file.
 */
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
    if (!newest.isEnded && !segment.isDamaged) {
      await file.truncate(segment.endOffset);
      await file.truncate(segment.endOffset + 1); // still not ended, should this writer die before the rows are sealed
    }
    await file.sync(); // what a dead writer left in the page cache must be durable before it is shown
  } finally {
    await file.close();
  }
  await syncFolders(disk, dir, name.file);
  return newest.isEnded && !segment.isDamaged ? segment : undefined;
}
