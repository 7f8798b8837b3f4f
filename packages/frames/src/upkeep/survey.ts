/**
 * Survey: one pass over the sealed segments, up to the last that reaches into the retention, that finds which frames a compaction may
 * drop. Texts are not inflated.
 * Rules: a frame of content (memory, update, tombstone) is superseded by the next one of its id, and may go once that one is past
 * the retention; a tombstone past the retention may go when nothing older of its id stays, which is decided later (drops.ts).
 * Touches and checkpoints carry what nothing else does: they supersede nothing and always stay.
 * Cost: memory of one id table and of 16 bytes a chunk where something may go.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { FRAME_KINDS } from "../frame.ts";
import { chunkBytes } from "../sealed/chunk-header.ts";
import { peekChunk } from "../sealed/chunk-peek.ts";
import { HEADER_BYTES, SLOT_BITS } from "../sealed/format.ts";
import { slotIdHalves } from "../sealed/chunk-reader.ts";
import type { PackedChunk } from "../sealed/chunk-reader.ts";
import { createSlotMarks, type SlotMarks } from "../sealed/slot-marks.ts";
import type { SealedFile } from "../store/sealed-segment.ts";
import { createIdTable, HAS_TOMBSTONE, type IdTable } from "./id-table.ts";

/** What a survey found in one segment. */
export interface SurveyedSegment {
  readonly file: SealedFile;
  superseded: SlotMarks | undefined;
  /** Tombstones past the retention. */
  tombstones: SlotMarks | undefined;
}

export interface Survey {
  readonly ids: IdTable;
  /** In order of seq; those of which nothing can go are left out. */
  readonly segments: readonly SurveyedSegment[];
  readonly hasTombstones: boolean;
}

export interface SurveyOptions {
  /** Frames superseded at this time (ms) or before may go. */
  readonly cutoffMs: number;
  /** See `createIdTable`. */
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
}

const CONTENT_KINDS: readonly boolean[] = FRAME_KINDS.map((kind) => kind !== "touch" && kind !== "checkpoint");
const TOMBSTONE = FRAME_KINDS.indexOf("tombstone");
/** Chunks between two turns of the event loop: about 2 ms. */
const CHUNKS_PER_TURN = 64;

/** @throws FRAMES_CORRUPT when a segment is damaged, or the signal's reason. */
export async function surveySegments(files: readonly SealedFile[], options: SurveyOptions): Promise<Survey> {
  // Behind the last frame of the cutoff or before, nothing supersedes and no tombstone may go.
  const lastOld = files.findLastIndex(({ sealed }) => sealed.frames > 0 && sealed.firstTime <= options.cutoffMs);
  const surveyed = files.slice(0, lastOld + 1);
  const ids = createIdTable(
    options.seed,
    surveyed.reduce((sum, { sealed }) => sum + sealed.frames, 0),
  );
  const segments: SurveyedSegment[] = surveyed.map((file) => ({ file, superseded: undefined, tombstones: undefined }));
  for (const [number, { file }] of segments.entries()) {
    let chunk = 0;
    let offset = HEADER_BYTES;
    for (const packed of file.sealed.packedChunks()) {
      surveyChunk(packed, { ids, segments, number, chunk, offset, cutoffMs: options.cutoffMs });
      offset += chunkBytes(packed.header);
      if (++chunk % CHUNKS_PER_TURN === 0) await nextTurn();
      options.signal?.throwIfAborted();
    }
  }
  return { ids, segments, hasTombstones: segments.some(({ tombstones }) => tombstones !== undefined) };
}

interface Place {
  readonly ids: IdTable;
  readonly segments: readonly SurveyedSegment[];
  readonly number: number;
  readonly chunk: number;
  readonly offset: number;
  readonly cutoffMs: number;
}

function surveyChunk(packed: PackedChunk, place: Place): void {
  const { ids, segments, number, chunk, offset, cutoffMs } = place;
  const segment = segments[number]!;
  const peek = peekChunk(packed, { path: segment.file.file, offset });
  for (let slot = 0; slot < packed.header.count; slot++) {
    const kind = peek.kindAt(slot);
    if (CONTENT_KINDS[kind] !== true) continue;
    const entry = ids.entryOf(...slotIdHalves(packed, slot));
    const isOld = (peek.times[slot] ?? 0) <= cutoffMs;
    if (isOld) markSuperseded(segments[ids.segmentOf(entry)], ids.placeOf(entry));
    ids.setNewest(entry, number, chunk * 2 ** SLOT_BITS + slot);
    if (!isOld || kind !== TOMBSTONE) continue;
    segment.tombstones ??= createSlotMarks(segment.file.sealed.chunks);
    segment.tombstones.add(chunk, slot);
    ids.setFlag(entry, HAS_TOMBSTONE);
  }
}

function markSuperseded(segment: SurveyedSegment | undefined, place: number): void {
  if (segment === undefined) return; // the first frame of its id
  segment.superseded ??= createSlotMarks(segment.file.sealed.chunks);
  segment.superseded.add(place >>> SLOT_BITS, place & (2 ** SLOT_BITS - 1));
}
