/**
 * Scanner: reads frames back, one by place or many in order. Duties of a reader: docs/format/frame.md.
 * Invariants: every byte given out passed its checksum; memory is one window, or one entry when that is larger.
 */
import { decodeChecked } from "../entry/reader.ts";
import { inspectEntry } from "../entry/inspector.ts";
import { FramesError, isVidmemError } from "../errors.ts";
import type { StoredFrame } from "../frame.ts";
import type { FilePool } from "./file-pool.ts";
import type { FramePlace, History } from "./history.ts";

const WINDOW_BYTES = 256 * 1024;

/** Which frames to read, with all bounds known. */
export interface ScanRange {
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a reader works with. */
export interface ScannerParts {
  readonly history: History;
  readonly pool: FilePool;
}

/** Reads the frame at a place. @throws FRAMES_CORRUPT, FRAMES_IO. */
export async function readPlace(pool: FilePool, place: FramePlace): Promise<StoredFrame> {
  const bytes = Buffer.allocUnsafe(place.sizeBytes);
  const count = await pool.read(place.segment.name.file, bytes, place.offset);
  return toFrame(bytes.subarray(0, count), 0, place);
}

/** Streams the frames of a range in order of seq. @throws FRAMES_CORRUPT, FRAMES_IO, or the signal's reason. */
export async function* scanFrames(parts: ScannerParts, range: ScanRange): AsyncGenerator<StoredFrame, void, undefined> {
  const { pool } = parts;
  let window = Buffer.allocUnsafe(0);
  let seq = range.fromSeq;
  while (seq <= range.toSeq) {
    range.signal?.throwIfAborted();
    const places = placesWithin(parts.history, seq, range.toSeq);
    const first = places[0];
    const last = places.at(-1);
    if (first === undefined || last === undefined) return;
    const sizeBytes = last.offset + last.sizeBytes - first.offset;
    if (window.length < sizeBytes) window = Buffer.allocUnsafe(Math.max(sizeBytes, WINDOW_BYTES));
    const count = await pool.read(first.segment.name.file, window.subarray(0, sizeBytes), first.offset);
    const loaded = window.subarray(0, count);
    for (const place of places) {
      range.signal?.throwIfAborted();
      yield toFrame(loaded, place.offset - first.offset, place);
    }
    seq += places.length;
  }
}

/** The frames from a seq on that one window of one segment holds: at least one. */
function placesWithin(history: History, fromSeq: number, toSeq: number): FramePlace[] {
  const location = history.locations.at(fromSeq);
  if (location === undefined) return [];
  const first = history.place(location);
  const { segment } = first;
  const lastSeq = Math.min(toSeq, segment.firstSeq + segment.frames - 1);
  const places = [first];
  for (let seq = fromSeq + 1; seq <= lastSeq; seq++) {
    const next = history.locations.at(seq);
    if (next === undefined || next.offset + next.sizeBytes - first.offset > WINDOW_BYTES) break;
    places.push({ ...next, segment });
  }
  return places;
}

function toFrame(bytes: Buffer, at: number, place: FramePlace): StoredFrame {
  const { seq, sizeBytes, offset } = place;
  const { file } = place.segment.name;
  let reason: unknown = "truncated";
  if (at + sizeBytes <= bytes.length) {
    const found = inspectEntry(bytes, at, at + sizeBytes);
    if (found === sizeBytes) {
      try {
        return { ...decodeChecked(bytes, at, sizeBytes), seq };
      } catch (error) {
        if (!isVidmemError(error)) throw error;
        reason = error.details["reason"];
      }
    } else {
      reason = typeof found === "string" ? found : "bad-length";
    }
  }
  throw new FramesError(
    "FRAMES_CORRUPT",
    `Frame ${seq} in ${file} at offset ${offset} is damaged: ${String(reason)}. The other frames stay readable; run verify, and restore this one from a backup.`,
    { details: { seq, file, offset, sizeBytes, reason } },
  );
}
