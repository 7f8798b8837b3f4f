/** Row segments in memory, and walks over them. */
import type { RawFrame } from "../../src/raw-frame.ts";
import { SEGMENT_HEADER_BYTES } from "../../src/row/format.ts";
import { encodeSegmentHeader, toNonceCrc } from "../../src/row/row-header.ts";
import type { SegmentHeader } from "../../src/row/row-header.ts";
import { walkRows } from "../../src/row/walk.ts";
import type { RowItem, RowWalkOptions } from "../../src/row/walk.ts";
import { rowBytes, writeRow } from "../../src/row/writer.ts";
import { copyFrame } from "./plain-frames.ts";

/** A segment, and where its rows lie. */
export interface BuiltSegment {
  readonly bytes: Buffer;
  readonly nonceCrc: number;
  readonly offsets: readonly number[];
  /** First byte behind the last row. */
  readonly end: number;
}

export const NONCE: Uint8Array = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

/** A frame with little in it. */
export function plainFrame(seq: number, content: Uint8Array | string, rest: Partial<RawFrame> = {}): RawFrame {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    seq,
    id: seq.toString(16).padStart(16, "0"),
    kind: 0,
    timestamp: 1_795_219_200_000 + seq,
    isPacked: true,
    metadata: Uint8Array.of(0x80),
    isDelta: false,
    content: bytes,
    ...rest,
  };
}

/** Writes groups of frames into a segment with zeros behind them. */
export function buildSegment(
  groups: readonly (readonly RawFrame[])[],
  options: { readonly header?: Partial<SegmentHeader>; readonly zeros?: number } = {},
): BuiltSegment {
  const header = { number: 1, firstSeq: groups[0]?.[0]?.seq ?? 1, createdAt: 0, nonce: NONCE, ...options.header };
  const nonceCrc = toNonceCrc(header.nonce);
  const sizeBytes = groups.flat().reduce((sum, frame) => sum + rowBytes(frame), SEGMENT_HEADER_BYTES);
  const bytes = Buffer.alloc(sizeBytes + (options.zeros ?? 0));
  bytes.set(encodeSegmentHeader(header));
  const offsets: number[] = [];
  let at = SEGMENT_HEADER_BYTES;
  for (const group of groups) {
    for (const [index, frame] of group.entries()) {
      offsets.push(at);
      at += writeRow(frame, { into: bytes, at, isGroupStart: index === 0, nonceCrc });
    }
  }
  return { bytes, nonceCrc, offsets, end: at };
}

/** An item whose bytes no longer belong to the walk. */
export type KeptItem =
  | Exclude<RowItem, { type: "row" }>
  | (Omit<RowItem & { type: "row" }, "frame"> & { frame: RawFrame });

export async function walkAll(bytes: Uint8Array, options: Partial<RowWalkOptions> = {}): Promise<KeptItem[]> {
  const items: KeptItem[] = [];
  for await (const batch of walkRows({ readAt: reader(bytes), sizeBytes: bytes.length, ...options })) {
    for (const item of batch) items.push(item.type === "row" ? { ...item, frame: copyFrame(item.frame) } : item);
  }
  return items;
}

/** The `readAt` of bytes in memory; `onRead` counts. */
export function reader(bytes: Uint8Array, onRead?: (sizeBytes: number) => void): RowWalkOptions["readAt"] {
  return (into, position) => {
    const part = bytes.subarray(position, position + into.length);
    into.set(part);
    onRead?.(part.length);
    return part.length;
  };
}

/** Kinds of items other than rows, with their places, and the seqs of the rows. */
export function summarize(items: readonly KeptItem[]): { seqs: number[]; rest: unknown[] } {
  const seqs = items.flatMap((item) => (item.type === "row" ? [item.frame.seq] : []));
  const rest = items.flatMap((item): unknown[] => {
    if (item.type === "row" || item.type === "header") return [];
    return item.type === "end" ? [[item.type, item.offset]] : [[item.type, item.offset, item.sizeBytes, item.reason]];
  });
  return { seqs, rest };
}
