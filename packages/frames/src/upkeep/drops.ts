/**
 * Drops: which frames of one segment a compaction leaves out, decided from the oldest segment to the newest.
 * Invariant: a tombstone goes only when every older frame of its id is gone durably, or goes in the same rename: a forgotten memory
 * never comes back, whatever crash lies between.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { PackedChunk } from "../sealed/chunk-reader.ts";
import { slotIdHalves } from "../sealed/chunk-reader.ts";
import { createSlotMarks, type SlotMarks } from "../sealed/slot-marks.ts";
import { HAS_TOMBSTONE, STAYS, type IdTable } from "./id-table.ts";
import type { Survey, SurveyedSegment } from "./survey.ts";

/** Chunks between two turns of the event loop: about 2 ms. */
const CHUNKS_PER_TURN = 256;

/** The frames of the next segment to leave out; empty when it is not worth a rewrite. Segments must come in order. */
export async function chooseDrops(survey: Survey, segment: SurveyedSegment, leastShare01: number): Promise<SlotMarks> {
  const { file } = segment;
  const { chunks, frames } = file.sealed;
  const drops = createSlotMarks(chunks);
  if (!survey.hasTombstones && segment.superseded === undefined) return drops;
  const seen: number[] = [];
  let ordinal = 0;
  for (const packed of file.sealed.packedChunks()) {
    chooseInChunk(packed, ordinal++, { survey, segment, drops, seen });
    if (ordinal % CHUNKS_PER_TURN === 0) await nextTurn();
  }
  if (drops.count > 0 && drops.count >= leastShare01 * frames) return drops;
  for (const entry of seen) survey.ids.setFlag(entry, STAYS);
  return createSlotMarks(chunks);
}

interface Choice {
  readonly survey: Survey;
  readonly segment: SurveyedSegment;
  readonly drops: SlotMarks;
  /** Ids with a tombstone that were met in this segment. */
  readonly seen: number[];
}

function chooseInChunk(packed: PackedChunk, ordinal: number, { survey, segment, drops, seen }: Choice): void {
  const { superseded, tombstones } = segment;
  if (!survey.hasTombstones && superseded?.isTouched(ordinal) !== true) return;
  for (let slot = 0; slot < packed.header.count; slot++) {
    const isSuperseded = superseded?.has(ordinal, slot) === true;
    if (isSuperseded) drops.add(ordinal, slot);
    if (!survey.hasTombstones) continue;
    const entry = tombedEntry(survey.ids, packed, slot);
    if (entry === undefined) continue;
    seen.push(entry);
    if (isSuperseded) continue;
    if (tombstones?.has(ordinal, slot) === true && !survey.ids.hasFlag(entry, STAYS)) drops.add(ordinal, slot);
    else survey.ids.setFlag(entry, STAYS);
  }
}

/** The entry of an id that has a tombstone which may go. */
function tombedEntry(ids: IdTable, packed: PackedChunk, slot: number): number | undefined {
  const entry = ids.entryOf(...slotIdHalves(packed, slot));
  return ids.hasFlag(entry, HAS_TOMBSTONE) ? entry : undefined;
}
