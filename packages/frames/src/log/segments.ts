/**
 * Segments: which files hold the history, and in which order. Layout: docs/format/store.md.
 * Invariant: the order of year, month, number is the order of history.
 */
import { join } from "node:path";
import type { Disk, DiskEntry } from "../disk/disk.ts";
import type { ForeignFile } from "./frame-log.ts";

/** Name of the folder of segments. */
const SHARDS = "shards";
/** Name of the folder of cut tails. */
export const LOST_AND_FOUND = "lost+found";

/** Place of a segment. `file` is its path below the store's folder, with `/`. */
export interface SegmentName {
  /** "YYYY/MM". Compares as text. */
  readonly month: string;
  readonly number: number;
  readonly file: string;
}

/** What `shards/` holds. */
export interface ShardListing {
  /** Oldest first. */
  readonly segments: readonly SegmentName[];
  readonly foreign: readonly ForeignFile[];
  /** Highest number used in each month, by segments and by foreign things alike. */
  readonly highest: ReadonlyMap<string, number>;
}

const YEAR = /^\d{4}$/;
const MONTH = /^(0[1-9]|1[0-2])$/;
const SEGMENT = /^(\d{6})\.frames$/;
const MAX_NUMBER = 999_999;

/** Names a segment. @throws RangeError when the numbers of a month are used up. */
export function segmentName(month: string, number: number): SegmentName {
  if (number > MAX_NUMBER) throw new RangeError(`No segment numbers are left in ${month}`);
  return { month, number, file: `${SHARDS}/${month}/${String(number).padStart(6, "0")}.frames` };
}

/** The month of a time in UTC, "YYYY/MM". @throws RangeError outside the years 0 to 9999. */
export function monthOf(timeMs: number): string {
  const date = new Date(timeMs);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError("clock must return milliseconds within the years 0 to 9999");
  return `${String(year).padStart(4, "0")}/${String(date.getUTCMonth() + 1).padStart(2, "0")}`;
}

/** The first millisecond after a month. */
export function monthEndMs(month: string): number {
  return new Date(0).setUTCFullYear(Number(month.slice(0, 4)), Number(month.slice(5)), 1);
}

/**
 * Lists segments and foreign things. Newest folders are read first: what a concurrent writer adds meanwhile is then seen as a
 * prefix of history, never with a hole. A missing `shards/` is an empty history.
 */
export async function listShards(disk: Disk, dir: string): Promise<ShardListing> {
  const segments: SegmentName[] = [];
  const foreign: ForeignFile[] = [];
  const highest = new Map<string, number>();
  const root = join(dir, SHARDS);
  if ((await disk.stat(root)) === undefined) return { segments, foreign, highest };
  for (const year of folders(await disk.readdir(root), SHARDS, YEAR, foreign)) {
    const months = folders(await disk.readdir(join(root, year)), `${SHARDS}/${year}`, MONTH, foreign);
    for (const month of months) {
      const key = `${year}/${month}`;
      const entries = newestFirst(await disk.readdir(join(root, year, month)));
      for (const entry of entries) sortFile(entry, key, { segments, foreign, highest });
    }
  }
  return { segments: segments.toReversed(), foreign, highest };
}

function folders(entries: readonly DiskEntry[], parent: string, name: RegExp, foreign: ForeignFile[]): string[] {
  const found: string[] = [];
  for (const entry of newestFirst(entries)) {
    const file = `${parent}/${entry.name}`;
    if (!name.test(entry.name)) foreign.push({ file, reason: "wrong-name" });
    else if (entry.type !== "directory") foreign.push({ file, reason: "not-a-directory" });
    else found.push(entry.name);
  }
  return found;
}

function sortFile(
  entry: DiskEntry,
  month: string,
  into: { segments: SegmentName[]; foreign: ForeignFile[]; highest: Map<string, number> },
): void {
  const file = `${SHARDS}/${month}/${entry.name}`;
  const number = Number(SEGMENT.exec(entry.name)?.[1] ?? 0);
  if (number === 0) {
    into.foreign.push({ file, reason: "wrong-name" });
    return;
  }
  into.highest.set(month, Math.max(into.highest.get(month) ?? 0, number));
  if (entry.type === "file") into.segments.push(segmentName(month, number));
  else into.foreign.push({ file, reason: "not-a-file" });
}

function newestFirst(entries: readonly DiskEntry[]): DiskEntry[] {
  return entries.toSorted((a, b) => (a.name < b.name ? 1 : -1));
}
