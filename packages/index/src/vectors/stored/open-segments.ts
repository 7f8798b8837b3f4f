/**
 * Opening: the segments that the manifest names, or, when it is lost, those that describe themselves.
 * Damage is never an error: what cannot be read does not count, and its vectors are missing.
 */
import type { Disk } from "@vidmem/frames";
import type { VectorFolder } from "./folder.ts";
import type { Manifest, SegmentEntry } from "./manifest.ts";
import { toModelTag } from "./segment-header.ts";
import { openSegmentRows, type SegmentRows } from "./segment-rows.ts";
import type { StoredSegment } from "./store.ts";

/** System errors that mean that a file is gone or unreadable, not that it may not be read now. */
const LOST_CODES: ReadonlySet<unknown> = new Set(["ENOENT", "EIO", "EISDIR"]);

/** What a segment must fit. */
export interface SegmentKind {
  readonly model: string;
  readonly dimensions?: number | undefined;
}

/** The segments that could be opened, and those that could not. */
export interface OpenedSegments {
  readonly segments: StoredSegment[];
  readonly lost: SegmentEntry[];
}

/** @throws the disk's error when a file may be whole but cannot be read now. */
export async function openSegments(
  disk: Disk,
  folder: VectorFolder,
  entries: readonly SegmentEntry[],
  kind: SegmentKind,
): Promise<OpenedSegments> {
  const opened: OpenedSegments = { segments: [], lost: [] };
  for (const entry of entries) {
    const rows = await openIfWhole(disk, folder, entry);
    const fits = rows !== undefined && isOfKind(rows, kind);
    if (rows !== undefined && fits) opened.segments.push({ entry, rows });
    else opened.lost.push(entry);
    if (!fits) await rows?.close();
  }
  return opened;
}

/** Makes a manifest out of the segments themselves. @returns undefined when there are none of this kind. */
export async function recoverManifest(
  disk: Disk,
  folder: VectorFolder,
  kind: SegmentKind,
): Promise<Manifest | undefined> {
  const { segments: numbers, deadFiles } = await folder.list();
  const entries = numbers.map((number) => toEntry(number, { deadFile: deadFiles.get(number) ?? 0 }));
  const { segments } = await openSegments(disk, folder, entries, kind);
  const dimensions = kind.dimensions ?? segments[0]?.rows.header.dimensions;
  const fitting = segments.filter(({ rows }) => rows.header.dimensions === dimensions);
  const recovered = fitting.map(({ entry: { number, deadFile }, rows }) =>
    toEntry(number, { deadFile, rows: rows.count, dead: rows.dead.count }),
  );
  for (const { rows } of segments) await rows.close();
  if (dimensions === undefined || recovered.length === 0) return undefined;
  return { version: 1, model: kind.model, dimensions, segments: recovered };
}

/** Kills rows whose key is also in a segment with a higher number: after a crash within a merge both may be there. */
export function killOlderTwins(segments: readonly StoredSegment[]): void {
  for (const [at, { rows }] of segments.entries()) {
    const newer = segments.slice(at + 1).map((segment) => segment.rows);
    for (let row = 0; row < rows.count; row++) {
      const key = rows.keyAt(row);
      if (newer.some((other) => other.find(key) >= 0)) rows.kill(row);
    }
  }
}

function toEntry(number: number, known: Partial<SegmentEntry>): SegmentEntry {
  return { number, rows: 0, dead: 0, deadFile: 0, ...known };
}

async function openIfWhole(disk: Disk, folder: VectorFolder, entry: SegmentEntry): Promise<SegmentRows | undefined> {
  const deadPath = entry.deadFile === 0 ? undefined : folder.deadPath(entry.number, entry.deadFile);
  try {
    return await openSegmentRows(disk, folder.segmentPath(entry.number), deadPath);
  } catch (error) {
    if (error instanceof Error && "code" in error && LOST_CODES.has(error.code)) return undefined;
    throw error;
  }
}

function isOfKind({ header }: SegmentRows, { model, dimensions }: SegmentKind): boolean {
  const fits = dimensions === undefined || header.dimensions === dimensions;
  return fits && Buffer.compare(header.model, toModelTag(model)) === 0;
}
