/**
 * Row walker: streams the rows of one segment and says what the bytes between and behind them are. Rules: docs/format/row.md,
 * "Reader duties"; measured in log-notes §7.
 * Invariants: R3 damage to one row never hides another; R4 bytes are torn only when no later row starts a group, so nothing
 * acknowledged is ever called torn but the last group; items touch each other; time is about linear in the bytes.
 */
import { createDataEnd } from "./data-end.ts";
import type { DataEnd } from "./data-end.ts";
import { END_ZEROS_BYTES, LENGTH_AT, MIN_ROW_BYTES, ROW_HEADER_BYTES, SEGMENT_HEADER_BYTES } from "./format.ts";
import { openSegment } from "./opening.ts";
import type { Opening } from "./opening.ts";
import { decodeRow, isGroupStart } from "./reader.ts";
import type { FieldFault, RowFault } from "./reader.ts";
import type { SegmentHeader, SegmentHeaderFault } from "./row-header.ts";
import { rowSeq, type RowFrame } from "./row-frame.ts";
import { createRowWindow } from "./window.ts";
import type { ReadAt, RowWindow } from "./window.ts";

/** Why bytes of a segment are no row; "out-of-order" is a whole row whose seq does not rise. */
type SegmentFault = RowFault | SegmentHeaderFault | "out-of-order";

/** What a walk finds, in order. All byte arrays are views, valid until the next batch is asked for. */
export type RowItem =
  | { readonly type: "header"; readonly header: SegmentHeader }
  | {
      readonly type: "row";
      readonly offset: number;
      readonly sizeBytes: number;
      readonly isGroupStart: boolean;
      readonly frame: RowFrame;
    }
  /** A row under a right checksum that another writer made: it is kept, and never torn. */
  | { readonly type: "unreadable"; readonly offset: number; readonly sizeBytes: number; readonly reason: FieldFault }
  /** Bytes that held acknowledged rows, or that are not ours: they are kept and reported. */
  | { readonly type: "damage"; readonly offset: number; readonly sizeBytes: number; readonly reason: SegmentFault }
  /** The rest of a group that was never acknowledged (or the last group rotted: the two look alike). */
  | { readonly type: "torn"; readonly offset: number; readonly sizeBytes: number; readonly reason: SegmentFault }
  /** Always last: the first byte behind all rows and damage. 0 when the segment is unused. */
  | { readonly type: "end"; readonly offset: number };

/** What to walk, and how far. */
export interface RowWalkOptions {
  readonly readAt: ReadAt;
  /** Bytes of the file. */
  readonly sizeBytes: number;
  /** "near" stops after 1 MiB of zeros behind the last row: enough for the active segment. Default "all". */
  readonly extent?: "near" | "all" | undefined;
  /** The segment's nonce when it is known from elsewhere: rows are then found also under a damaged header. */
  readonly nonce?: Uint8Array | undefined;
}

const BATCH_ITEMS = 512;

/** Walks a segment in batches. Rejects only with what `readAt` throws. */
export async function* walkRows(options: RowWalkOptions): AsyncGenerator<readonly RowItem[], void, undefined> {
  const { readAt, sizeBytes } = options;
  const window = createRowWindow(readAt, sizeBytes);
  const runBytes = options.extent === "near" ? END_ZEROS_BYTES : Number.POSITIVE_INFINITY;
  const dataEnd = createDataEnd(readAt, sizeBytes, runBytes);
  await window.load(0, Math.min(SEGMENT_HEADER_BYTES, sizeBytes));
  const opening = await openSegment(window, dataEnd, options.nonce);
  const item = toOpeningItem(opening);
  if (item !== undefined) yield [item];
  if (opening.type === "header" || opening.type === "damaged") {
    const lastSeq = opening.type === "header" ? opening.header.firstSeq - 1 : 0;
    if (window.base > 0)
      await window.load(SEGMENT_HEADER_BYTES, Math.min(SEGMENT_HEADER_BYTES + MIN_ROW_BYTES, window.end));
    yield* walkBody(window, dataEnd, lastSeq);
  } else {
    yield [{ type: "end", offset: opening.type === "lost" && !opening.isTorn ? opening.dataEnd : 0 }];
  }
}

async function* walkBody(
  window: RowWindow,
  dataEnd: DataEnd,
  seqBefore: number,
): AsyncGenerator<readonly RowItem[], void, undefined> {
  const stepOver = createStepOver(window, dataEnd);
  let lastSeq = seqBefore;
  let batch: RowItem[] = [];
  let at = SEGMENT_HEADER_BYTES;
  while (at < window.end) {
    const found = inspectInOrder(window, at, lastSeq);
    if (typeof found === "number" && found > 0) {
      batch.push(toItem(window, at, found));
      lastSeq = rowSeq(window.bytes, at - window.base);
      at += found;
      if (batch.length < BATCH_ITEMS) continue;
    }
    if (batch.length > 0) {
      yield batch; // before the window moves: the items are views of it
      batch = [];
    }
    if (typeof found === "string") {
      const step = await stepOver(at, { reason: found, lastSeq });
      if (step.item !== undefined) batch.push(step.item);
      at = step.next;
      if (step.isEnd) break;
    } else if (found < 0) {
      await window.load(at, -found);
    }
  }
  yield [...batch, { type: "end", offset: at }];
}

interface Fault {
  readonly reason: SegmentFault;
  readonly lastSeq: number;
}

interface Step {
  readonly item: RowItem | undefined;
  /** Where reading goes on, or ends. */
  readonly next: number;
  readonly isEnd: boolean;
}

/** Judges bytes that are no row: damage up to the next row, or the end: torn, not ours, or nothing but zeros. */
function createStepOver(window: RowWindow, dataEnd: DataEnd): (at: number, fault: Fault) => Promise<Step> {
  /** A group starts here, so that what lies before it was acknowledged. */
  let sureUntil = -1;
  return async (at, { reason, lastSeq }) => {
    const end = await dataEnd.find(at, claimedEnd(window, at));
    if (end <= at) return { item: undefined, next: at, isEnd: true };
    const isLater = (place: number): boolean => rowSeq(window.bytes, place - window.base) > lastSeq;
    let next = at < sureUntil ? await window.find(at + 1, sureUntil + 1, isLater) : undefined;
    if (next === undefined) {
      let firstLater: number | undefined;
      const startsGroup = (place: number): boolean => {
        if (!isLater(place)) return false;
        firstLater ??= place;
        return isGroupStart(window.bytes, place - window.base);
      };
      sureUntil = (await window.find(at + 1, end, startsGroup)) ?? -1;
      if (sureUntil !== -1) next = firstLater;
    }
    if (next !== undefined && next < window.base) await window.load(next, next + MIN_ROW_BYTES);
    const isOurs = reason !== "unknown-version" && reason !== "out-of-order";
    if (next === undefined && isOurs) {
      return { item: { type: "torn", offset: at, sizeBytes: end - at, reason }, next: at, isEnd: true };
    }
    const sizeBytes = (next ?? end) - at;
    return { item: { type: "damage", offset: at, sizeBytes, reason }, next: at + sizeBytes, isEnd: next === undefined };
  };
}

function inspectInOrder(window: RowWindow, at: number, lastSeq: number): number | SegmentFault {
  const found = window.inspect(at);
  if (typeof found !== "number" || found < 0) return found;
  return rowSeq(window.bytes, at - window.base) > lastSeq ? found : "out-of-order";
}

/** Where the row at `at` would end by its own word; zeros before that are no sign of the end. */
function claimedEnd(window: RowWindow, at: number): number {
  const start = at - window.base;
  if (window.inspect(at) === "bad-magic" || start + ROW_HEADER_BYTES > window.bytes.length) return at;
  return Math.min(window.end, at + window.bytes.readUInt32BE(start + LENGTH_AT));
}

function toOpeningItem(opening: Opening): RowItem | undefined {
  switch (opening.type) {
    case "header":
      return opening;
    case "unused":
      return undefined;
    case "damaged":
      return { type: "damage", offset: 0, sizeBytes: SEGMENT_HEADER_BYTES, reason: opening.reason };
    case "lost": {
      const { reason, dataEnd, isTorn } = opening;
      return { type: isTorn ? "torn" : "damage", offset: 0, sizeBytes: dataEnd, reason };
    }
  }
}

function toItem(window: RowWindow, offset: number, sizeBytes: number): RowItem {
  const start = offset - window.base;
  const frame = decodeRow(window.bytes, start, sizeBytes);
  if (typeof frame === "string") return { type: "unreadable", offset, sizeBytes, reason: frame };
  return { type: "row", offset, sizeBytes, isGroupStart: isGroupStart(window.bytes, start), frame };
}
