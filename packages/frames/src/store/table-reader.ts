/**
 * Table reader: frames of a file whose places are in a row table; the part that row segments and version-1 segments share.
 */
import { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { HeldFile } from "./held-file.ts";
import type { RowPlace, RowTable } from "./row-table.ts";
import type { Segment } from "./segment.ts";

const WINDOW_BYTES = 256 * 1024;

/** Decodes the entry in exactly these bytes, or says what is wrong with it. */
export type EntryDecoder = (bytes: Uint8Array, seq: number) => RawFrame | string;

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

  function read(offset: number, sizeBytes: number): Uint8Array {
    const bytes = new Uint8Array(sizeBytes);
    const count = file?.readSync(bytes, offset) ?? 0;
    return bytes.subarray(0, count);
  }

  function decodeAt(bytes: Uint8Array, at: number, { seq, offset, sizeBytes }: SeqPlace): RawFrame {
    const found = at + sizeBytes <= bytes.length ? decode(bytes.subarray(at, at + sizeBytes), seq) : "truncated";
    if (typeof found !== "string") return found;
    throw new FramesError(
      "FRAMES_CORRUPT",
      `Frame ${seq} in ${name} at offset ${offset} is damaged: ${found}. The other frames stay readable; run verify, then repair.`,
      { details: { seq, file: name, offset, sizeBytes, reason: found } },
    );
  }

  return {
    attach(opened) {
      if (holders > 0) file = opened;
      else opened.close();
    },
    frame(seq) {
      const place = table.place(seq);
      return place === undefined ? undefined : decodeAt(read(place.offset, place.sizeBytes), 0, { seq, ...place });
    },
    forEachKey: (visit) => table.forEachKey(visit),
    withId: (_id, words) => table.withId(words),
    withFingerprint: (_fingerprint, words) => table.withFingerprint(words),
    *batches(fromSeq, toSeq) {
      const last = Math.min(toSeq, table.lastSeq);
      for (let seq = Math.max(fromSeq, table.firstSeq); seq <= last;) {
        const { places, next } = placesWithin(table, seq, last);
        seq = next;
        const [first] = places;
        const end = places.at(-1);
        if (first === undefined || end === undefined) continue;
        const bytes = read(first.offset, end.offset + end.sizeBytes - first.offset);
        yield* soundOnes(places, (place) => decodeAt(bytes, place.offset - first.offset, place));
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

/** One batch of what can be made; what cannot throws, after what came before it was given out. */
export function* soundOnes<T, U>(items: readonly T[], make: (item: T) => U): Generator<U[], void, undefined> {
  const made: U[] = [];
  try {
    for (const item of items) made.push(make(item));
  } catch (error) {
    if (made.length > 0) yield made;
    throw error;
  }
  yield made;
}

interface SeqPlace extends RowPlace {
  readonly seq: number;
}

/** The frames from a seq on that one window holds; `next` is where to go on. */
function placesWithin(table: RowTable, fromSeq: number, toSeq: number): { places: SeqPlace[]; next: number } {
  const places: SeqPlace[] = [];
  let seq = fromSeq;
  for (; seq <= toSeq; seq++) {
    const place = table.place(seq);
    if (place === undefined) continue;
    const [first] = places;
    if (first !== undefined && place.offset + place.sizeBytes - first.offset > WINDOW_BYTES) break;
    places.push({ seq, ...place });
  }
  return { places, next: seq };
}
