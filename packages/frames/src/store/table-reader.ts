/**
 * Table reader: frames of a file whose places are in a row table; the part that row segments and version-1 segments share.
 */
import { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { HeldFile } from "./held-file.ts";
import type { RowPlace, RowTable } from "./row-table.ts";
import type { Segment } from "./segment.ts";

/** Bytes of one batch, or one larger row: a kept view keeps so much memory. */
const WINDOW_BYTES = 256 * 1024;

/** Decodes the entry that fills exactly `place` of the bytes, or says what is wrong with it. The frame may keep views of them. */
export type EntryDecoder = (bytes: Buffer, place: RowPlace, seq: number) => RawFrame | string;

export type TableReader = Pick<
  Segment,
  "frame" | "forEachKey" | "withId" | "withFingerprint" | "batches" | "retain" | "release"
> & {
  /** Gives the reader its file, which it holds from now on. */
  attach(file: HeldFile): void;
};

export function createTableReader(name: string, table: RowTable, decode: EntryDecoder): TableReader {
  // A planned segment may be held before it has its file.
  let holders = 1;
  let file: HeldFile | undefined;

  /** Bytes of the file from an offset on; fewer when the file ends before. Their memory is never used again. */
  function read(offset: number, sizeBytes: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(sizeBytes);
    return bytes.subarray(0, file?.readSync(bytes, offset) ?? 0);
  }

  /** `from`: the offset in the file at which the bytes begin. */
  function decodeAt(bytes: Buffer, from: number, seq: number): RawFrame | undefined {
    const place = table.place(seq);
    if (place === undefined) return undefined;
    const at = place.offset - from;
    const { sizeBytes } = place;
    const found = at + sizeBytes <= bytes.length ? decode(bytes, { offset: at, sizeBytes }, seq) : "truncated";
    if (typeof found !== "string") return found;
    throw damagedFrame(name, { seq, offset: place.offset, sizeBytes, reason: found });
  }

  return {
    attach(opened) {
      if (holders > 0) file = opened;
      else opened.close();
    },
    frame(seq) {
      const place = table.place(seq);
      if (place === undefined) return undefined;
      return decodeAt(read(place.offset, place.sizeBytes), place.offset, seq);
    },
    forEachKey: (of, visit) => table.forEachKey(of, visit),
    withId: (_id, words) => table.withId(words),
    withFingerprint: (_fingerprint, words) => table.withFingerprint(words),
    *batches(fromSeq, toSeq) {
      const last = Math.min(toSeq, table.lastSeq);
      for (let seq = Math.max(fromSeq, table.firstSeq); seq <= last;) {
        const first = seq;
        const { from, to, next } = windowAt(table, first, last);
        seq = next;
        if (to === from) continue;
        const bytes = read(from, to - from);
        yield* soundOnes(next - first, (n) => decodeAt(bytes, from, first + n));
      }
    },
    retain: () => {
      holders++;
    },
    release: () => {
      if (--holders === 0) file?.close();
    },
  };
}

/** One batch of the things 0 to `count` - 1 that there are; what cannot be made throws, after what came before it was given out. */
export function* soundOnes<T>(count: number, make: (n: number) => T | undefined): Generator<T[], void, undefined> {
  const made: T[] = [];
  try {
    for (let n = 0; n < count; n++) {
      const item = make(n);
      if (item !== undefined) made.push(item);
    }
  } catch (error) {
    if (made.length > 0) yield made;
    throw error;
  }
  yield made;
}

/** The range of the file with the frames from a seq on that one window holds; `next` is where to go on. */
function windowAt(table: RowTable, fromSeq: number, toSeq: number): { from: number; to: number; next: number } {
  let from = 0;
  let to = 0;
  let seq = fromSeq;
  for (; seq <= toSeq; seq++) {
    const place = table.place(seq);
    if (place === undefined) continue;
    const end = place.offset + place.sizeBytes;
    if (to === 0) from = place.offset;
    else if (end - from > WINDOW_BYTES) break;
    to = end;
  }
  return { from, to, next: seq };
}

/** Where a frame is that cannot be read, and why. */
interface DamagedFrame {
  readonly seq: number;
  readonly offset: number;
  /** Absent where only the damaged bytes would tell. */
  readonly sizeBytes?: number;
  readonly reason: string;
}

export function damagedFrame(file: string, place: DamagedFrame): FramesError {
  const { seq, offset, reason } = place;
  return new FramesError(
    "FRAMES_CORRUPT",
    `Frame ${seq} in ${file} at offset ${offset} is damaged: ${reason}. The other frames stay readable; run verify, then repair.`,
    { details: { ...place, file } },
  );
}
