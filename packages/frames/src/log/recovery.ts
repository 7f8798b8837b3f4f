/**
 * Recovery: reads all segments into a history and reports what is wrong. Rules: docs/format/store.md, "Opening for writing".
 * Invariants: changes nothing itself (torn-tail.ts cuts); every byte of every segment is in a frame, a damaged place, the torn
 * tail or a foreign file.
 */
import { join } from "node:path";
import type { Disk } from "../disk/disk.ts";
import { ioError } from "../errors.ts";
import type { DamagedPlace, ForeignFile } from "./frame-log.ts";
import { createHistory } from "./history.ts";
import type { History } from "./history.ts";
import { listShards } from "./segments.ts";
import type { SegmentName } from "./segments.ts";
import { walkSegment } from "./walker.ts";

/** Most places that a report lists; the counts go on. */
const MAX_LISTED = 1000;

/** A list that keeps the first MAX_LISTED items and counts all. */
interface CappedList<T> {
  readonly items: T[];
  count: number;
}

/** A torn tail before it is cut. */
export interface FoundTail {
  readonly name: SegmentName;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** What was found on disk. */
export interface Findings {
  readonly history: History;
  readonly damaged: CappedList<DamagedPlace>;
  readonly foreign: CappedList<ForeignFile>;
  readonly torn: FoundTail | undefined;
  /** The newest segment which is ours, also when nothing in it can be read. */
  readonly newest: SegmentName | undefined;
  /** True when writing may go on at the end of `newest` (after the torn tail is cut). */
  readonly canContinue: boolean;
  readonly highest: ReadonlyMap<string, number>;
}

/** What one segment holds. */
interface SegmentFindings {
  readonly name: SegmentName;
  readonly frames: number;
  /** The gap at the end of the file, if any; not yet in `damaged`. */
  readonly tail: DamagedPlace | undefined;
}

const LARGEST_SEGMENT_BYTES = 0xffff_ffff; // offsets are kept in 32 bits; we never write more than 1 GiB

/** Reads everything below `dir`. @throws FRAMES_IO. */
export async function readHistory(disk: Disk, dir: string, seed: number): Promise<Findings> {
  const listing = await listShards(disk, dir);
  const history = createHistory(seed);
  const damaged = cappedList<DamagedPlace>();
  const foreign = cappedList<ForeignFile>();
  for (const item of listing.foreign) addCapped(foreign, item);
  let last: SegmentFindings | undefined;
  for (const name of listing.segments) {
    const found = await readSegment(disk, dir, { name, history, damaged, foreign });
    if (found === undefined) continue;
    if (last?.tail !== undefined) addCapped(damaged, last.tail); // only the last segment can have a torn tail
    last = found;
  }
  const tail = last?.tail;
  const isTorn = tail !== undefined && tail.reason !== "unknown-version";
  if (tail !== undefined && !isTorn) addCapped(damaged, tail);
  if (last !== undefined && last.frames > 0 && isTorn) history.setEnd(tail.offset);
  return {
    history,
    damaged,
    foreign,
    torn:
      last !== undefined && isTorn ? { name: last.name, offset: tail.offset, sizeBytes: tail.sizeBytes } : undefined,
    newest: last?.name,
    canContinue: last !== undefined && last.frames > 0 && (tail === undefined || isTorn),
    highest: listing.highest,
  };
}

/** Creates an empty capped list. */
function cappedList<T>(): CappedList<T> {
  return { items: [], count: 0 };
}

/** Adds to a capped list. */
function addCapped<T>(list: CappedList<T>, item: T): void {
  list.count++;
  if (list.items.length < MAX_LISTED) list.items.push(item);
}

interface ReadContext {
  readonly name: SegmentName;
  readonly history: History;
  readonly damaged: CappedList<DamagedPlace>;
  readonly foreign: CappedList<ForeignFile>;
}

/** Reads one segment into the history; undefined when it is foreign. */
async function readSegment(disk: Disk, dir: string, context: ReadContext): Promise<SegmentFindings | undefined> {
  const { name, foreign } = context;
  const path = join(dir, name.file);
  try {
    const file = await disk.open(path, "read");
    try {
      const sizeBytes = await file.size();
      if (sizeBytes === 0) addCapped(foreign, { file: name.file, reason: "empty" });
      else if (sizeBytes > LARGEST_SEGMENT_BYTES) addCapped(foreign, { file: name.file, reason: "too-large" });
      else return await collect(walkSegment(file, sizeBytes), context);
      return undefined;
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw ioError("read", path, cause);
  }
}

async function collect(
  walk: ReturnType<typeof walkSegment>,
  context: ReadContext,
): Promise<SegmentFindings | undefined> {
  const { name, history, damaged, foreign } = context;
  let frames = 0;
  let endBytes = 0;
  let tail: DamagedPlace | undefined;
  for await (const batch of walk) {
    for (const item of batch) {
      endBytes = item.offset + item.sizeBytes;
      if (item.type === "gap") {
        tail = { file: name.file, offset: item.offset, sizeBytes: item.sizeBytes, reason: item.reason };
        continue;
      }
      if (tail !== undefined) addCapped(damaged, tail); // an entry follows: damage, not a tail
      tail = undefined;
      history.push(name, item);
      frames++;
    }
  }
  if (frames > 0) history.setEnd(endBytes);
  if (frames > 0 || tail?.reason !== "bad-magic") return { name, frames, tail };
  addCapped(foreign, { file: name.file, reason: "no-entries" });
  return undefined;
}
