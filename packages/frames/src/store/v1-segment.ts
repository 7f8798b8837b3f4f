/**
 * Version-1 segment: bare entries as the first stores wrote them (docs/format/frame.md). Their seq is their place in the file;
 * they are read, sealed like rows, and never written again by the log.
 */
import { KIND_KEY } from "../entry/format.ts";
import { decodeChecked } from "../entry/reader.ts";
import { inspectEntry } from "../entry/inspector.ts";
import { FRAME_KINDS } from "../frame.ts";
import { isVidmemError } from "../errors.ts";
import { packMetadata } from "../metadata/packing.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { HeldFile } from "./held-file.ts";
import { createRowTable, type RowEntry, type RowPlace } from "./row-table.ts";
import type { Segment } from "./segment.ts";
import { createTableReader } from "./table-reader.ts";

export interface V1Segment extends Segment {
  isDamaged: boolean;
  add(entry: RowEntry): void;
  /** Its file has a new name now. */
  moveTo(file: string): void;
  attach(file: HeldFile): void;
}

/** @param seed see `createKeyChains`. */
export function createV1Segment(
  place: { readonly month: string; readonly file: string },
  firstSeq: number,
  seed: number,
): V1Segment {
  const table = createRowTable(firstSeq, seed);
  let sizeBytes = 0;
  let { file } = place;
  return {
    ...createTableReader(place.file, table, decodeV1),
    month: place.month,
    firstSeq,
    get file() {
      return file;
    },
    moveTo(name) {
      file = name;
    },
    isDamaged: false,
    get lastSeq() {
      return table.lastSeq;
    },
    get sizeBytes() {
      return sizeBytes;
    },
    add(entry) {
      table.add(entry);
      sizeBytes = entry.offset + entry.sizeBytes;
    },
  };
}

/** Users' metadata has no reserved keys, so what `decodeChecked` gives back is all there is. */
function decodeV1(window: Buffer, { offset, sizeBytes }: RowPlace, seq: number): RawFrame | string {
  const bytes = window.subarray(offset, offset + sizeBytes);
  const found = inspectEntry(bytes, 0, bytes.length);
  if (typeof found !== "number") return found;
  try {
    const { id, kind, timestamp, content, metadata } = decodeChecked(bytes, 0, found);
    const packed = packMetadata(metadata);
    return {
      seq,
      id,
      kind: FRAME_KINDS.indexOf(kind),
      timestamp,
      isPacked: packed.isPacked,
      metadata: packed.bytes,
      isDelta: false,
      content,
    };
  } catch (error) {
    return isVidmemError(error) ? String(error.details["reason"]) : `unreadable ${KIND_KEY}`;
  }
}
