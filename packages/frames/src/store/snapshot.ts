/**
 * Snapshot: the segments that lie in a store now, opened and checked against each other. Shared by readers and the writer.
 * Changes nothing on disk. Opening reads the rows that are not sealed yet; sealed segments cost one open each.
 * Invariant: the segments of a snapshot do not overlap; what does not fit is named and left aside.
 */
import type { Disk } from "../disk/disk.ts";
import { ioError, isVidmemError, systemCode } from "../errors.ts";
import type { ChunkCache } from "./chunk-cache.ts";
import { listShards, type Listing } from "./listing.ts";
import { loadRows, type LoadedRows } from "./load-rows.ts";
import { loadV1, type LoadedV1 } from "./load-v1.ts";
import type { LooseV1Name, Placed, RowsName, SealedName, SeqRange } from "./names.ts";
import { openSealedSegment, type SealedFile } from "./sealed-segment.ts";
import type { Segment } from "./segment.ts";

/** Everything that lies in `shards/`. */
export interface Snapshot {
  readonly listing: Listing;
  readonly sealed: readonly SealedFile[];
  readonly v1: readonly LoadedV1[];
  /** Version-1 files that cannot belong to this history, because newer formats have begun. */
  readonly lateV1: readonly LooseV1Name[];
  readonly rows: readonly LoadedRows[];
  /** Row files whose whole range a sealed segment holds. */
  readonly sealedRows: readonly LoadedRows[];
  /** Files whose frames overlap those of other segments. */
  readonly outOfPlace: readonly Placed[];
  /** Sealed files that are not what their names say, while other files hold their range. */
  readonly unsound: readonly SealedName[];
}

export interface SnapshotParts {
  readonly disk: Disk;
  readonly dir: string;
  readonly chunks: ChunkCache;
  /** See `createKeyChains`. */
  readonly seed: number;
}

/** A writer may seal and merge while a reader looks: then names vanish, and the reader looks again. */
const READER_ATTEMPTS = 50;

/** @param writer "other": another process may be writing. @throws FRAMES_IO */
export async function takeSnapshot(parts: SnapshotParts, writer: "other" | "none" = "other"): Promise<Snapshot> {
  const unsound: SealedName[] = [];
  for (let attemptsLeft = writer === "other" ? READER_ATTEMPTS : 1; ;) {
    const opened: { release(): void }[] = [];
    try {
      const snapshot = await look(parts, unsound, opened);
      const doubtful = snapshot.sealed.find((file) => standsForOthers(snapshot, file) && !bearsOutItsName(file));
      if (doubtful !== undefined) unsound.push(doubtful.name);
      else if (--attemptsLeft <= 0 || !(await hasMoved(parts, snapshot))) return snapshot;
    } catch (cause) {
      if (--attemptsLeft <= 0 || !isGone(cause)) {
        for (const segment of opened) segment.release();
        throw ioError("open", parts.dir, cause);
      }
    }
    for (const segment of opened) segment.release();
  }
}

async function look(
  parts: SnapshotParts,
  unsound: readonly SealedName[],
  opened: { release(): void }[],
): Promise<Snapshot> {
  const listing = await listShards(parts.disk, parts.dir, { without: unsound });
  const keep = <T extends { release(): void } | undefined>(segment: T): T => {
    if (segment !== undefined) opened.push(segment);
    return segment;
  };
  // All at once: an open is mostly waiting. Those that did open are kept, and so let go, when another fails.
  const opening = await Promise.allSettled(listing.sealed.map((name) => openSealedSegment(parts, name)));
  const sealed = opening.flatMap((opened) => (opened.status === "fulfilled" ? [keep(opened.value)] : []));
  for (const opened of opening) if (opened.status === "rejected") throw opened.reason;
  const v1: LoadedV1[] = [];
  let nextSeq = 1;
  const hasNewer = listing.rows.length > 0 || listing.sealed.length > 0;
  for (const place of [...listing.settledV1, ...(hasNewer ? [] : listing.looseV1)]) {
    const loaded = await loadV1(place, "firstSeq" in place ? place.firstSeq : nextSeq, parts);
    nextSeq = (keep(loaded.segment)?.lastSeq ?? nextSeq - 1) + 1;
    v1.push(loaded);
  }
  const rows: LoadedRows[] = [];
  const sealedRows: LoadedRows[] = [];
  const outOfPlace: Placed[] = [...listing.outOfPlace];
  const known: Segment[] = [...sealed, ...v1.flatMap(({ segment }) => segment ?? [])];
  for (const loaded of await loadNewestFirst(listing.rows, parts, opened)) {
    const { name, segment } = loaded;
    const isSealed = segment !== undefined && sealed.some((other) => holds(other, segment));
    if (isSealed) sealedRows.push(loaded);
    else if (segment !== undefined && known.some((other) => overlaps(other, segment))) outOfPlace.push(name);
    else rows.push(loaded);
    if (segment === undefined) continue;
    if (rows.at(-1) === loaded) known.push(segment);
    else opened.splice(opened.indexOf(segment), 1)[0]?.release();
  }
  return { listing, sealed, v1, lateV1: hasNewer ? listing.looseV1 : [], rows, sealedRows, outOfPlace, unsound };
}

/**
 * Loads row files in an order that leaves no gap when a writer goes on meanwhile: what it writes to a file comes after all that the
 * files before it hold, so those are read later. @returns them in order.
 */
async function loadNewestFirst(
  names: readonly RowsName[],
  parts: SnapshotParts,
  opened: { release(): void }[],
): Promise<LoadedRows[]> {
  const loaded: LoadedRows[] = [];
  for (const name of names.toReversed()) {
    const rows = await loadRows(name, parts);
    if (rows.segment !== undefined) opened.push(rows.segment);
    loaded.push(rows);
  }
  return loaded.reverse();
}

/** Whether the file would make others superfluous, which opening for writing removes. */
function standsForOthers({ listing, sealedRows }: Snapshot, file: SealedFile): boolean {
  return (
    listing.stale.some((name) => holds(file, name)) ||
    sealedRows.some(({ segment }) => segment !== undefined && holds(file, segment))
  );
}

/** Checks header-sized facts only; the whole file is verified before anything is removed for it (settle.ts). */
function bearsOutItsName({ sealed, firstSeq, lastSeq }: SealedFile): boolean {
  try {
    return sealed.firstSeq === firstSeq && sealed.lastSeq === lastSeq;
  } catch (error) {
    if (isVidmemError(error) && error.code === "FRAMES_CORRUPT") return false;
    throw error;
  }
}

/** Whether files got new names while we looked, so that one may have been in neither place. */
async function hasMoved({ disk, dir }: SnapshotParts, { listing: before, unsound }: Snapshot): Promise<boolean> {
  const after = await listShards(disk, dir, { without: unsound });
  const known = new Set([...before.sealed, ...before.stale, ...before.rows].map(({ file }) => file));
  const highest = highestNumber(before.rows);
  return (
    after.sealed.some(({ file }) => !known.has(file)) ||
    after.rows.some(({ file, number }) => !known.has(file) && number <= highest)
  );
}

export function holds(outer: SeqRange, inner: SeqRange): boolean {
  return outer.firstSeq <= inner.firstSeq && inner.lastSeq <= outer.lastSeq;
}

function overlaps(a: SeqRange, b: SeqRange): boolean {
  return a.firstSeq <= b.lastSeq && b.firstSeq <= a.lastSeq;
}

function isGone(error: unknown): boolean {
  return systemCode(isVidmemError(error) ? error.cause : error) === "ENOENT";
}

/** The highest number that any row file has; 0 when there is none. */
export function highestNumber(rows: readonly RowsName[]): number {
  return rows.at(-1)?.number ?? 0;
}
