/**
 * Erase: the frames of an id lose their contents for ever; tombstones keep their places in history.
 * Invariants: when it resolves, the contents are in no file of the store, also after a power cut; a crash before leaves each frame
 * whole or erased, and erasing again finishes the work. Deltas against an erased frame are made whole first.
 * Not reached: backups, files that other processes still have open (until they refresh), and blocks that the disk has not reused.
 */
import { dirname, join } from "node:path";
import { FRAME_KINDS } from "../frame.ts";
import type { FrameId } from "../frame-id.ts";
import { packMetadata } from "../metadata/packing.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { ChunkSlot } from "../sealed/segment-reader.ts";
import { createSlotMarks } from "../sealed/slot-marks.ts";
import type { EraseResult } from "../store/frame-upkeep.ts";
import { wordsOfHex } from "../store/key-chains.ts";
import { isSealed, type SealedFile } from "../store/sealed-segment.ts";
import { sealComplete } from "../store/sealer.ts";
import type { Segment } from "../store/segment.ts";
import { onWorker, type UpkeepParts } from "./parts.ts";
import { removeTraces } from "./traces.ts";

const TOMBSTONE = FRAME_KINDS.indexOf("tombstone");
const NO_METADATA = packMetadata({});
const NO_BYTES = new Uint8Array();

/** A sealed file with frames of the id. */
interface Finding {
  readonly file: SealedFile;
  readonly places: readonly ChunkSlot[];
  /** The frames there that are not erased yet. */
  readonly frames: readonly RawFrame[];
}

/** Erases the frames that were appended before the call. @throws FRAMES_CORRUPT where their segments are damaged: repair first. */
export async function eraseFrames(parts: UpkeepParts, id: FrameId): Promise<EraseResult> {
  const isInRows = parts.history.segments.some((segment) => !isSealed(segment) && holds(segment, id));
  const lastSeq = isInRows ? await parts.committer.endSegment() : 0;
  return onWorker(parts, "erase from", () => erase(parts, id, lastSeq));
}

async function erase(parts: UpkeepParts, id: FrameId, lastSeq: number): Promise<EraseResult> {
  parts.deltas.clear();
  await sealComplete(parts, (segment) => segment.lastSeq <= lastSeq && holds(segment, id));
  const findings = parts.history.segments.flatMap((segment) => (isSealed(segment) ? findIn(segment, id) : []));
  const frames = findings.flatMap((finding) => finding.frames);
  // Copies go first: an erasure that a crash cut short still knows then what to look for.
  const contents = frames.map((frame) => parts.frames.toPlain(frame).content);
  const removedFiles = await removeTraces(parts, id, contents);
  for (const finding of findings) if (finding.frames.length > 0) await eraseIn(parts, finding);
  // Names that sealing and merging removed before must not come back with a power cut.
  const folders = new Set(findings.map(({ file }) => dirname(file.file)));
  for (const folder of folders) await parts.disk.syncDir(join(parts.dir, folder));
  return { frames: frames.length, removedFiles };
}

async function eraseIn(parts: UpkeepParts, { file, places }: Finding): Promise<void> {
  const marks = createSlotMarks(file.sealed.chunks);
  for (const { chunk, slot } of places) marks.add(chunk, slot);
  const { rewriteSegment } = await import("./rewrite-segment.ts");
  await rewriteSegment(parts, file, { marks, replace: toTombstone });
}

function findIn(file: SealedFile, id: FrameId): Finding[] {
  const places = file.sealed.find(id);
  const found = places.map(({ chunk, slot }) => file.sealed.readChunk(chunk).frame(slot));
  return places.length === 0 ? [] : [{ file, places, frames: found.filter((frame) => !isErased(frame)) }];
}

function toTombstone({ seq, id, timestamp }: RawFrame): RawFrame {
  const { bytes, isPacked } = NO_METADATA;
  return { seq, id, timestamp, kind: TOMBSTONE, isPacked, metadata: bytes, isDelta: false, content: NO_BYTES };
}

function isErased({ kind, content, fingerprint, metadata, isPacked }: RawFrame): boolean {
  if (kind !== TOMBSTONE || content.length > 0 || fingerprint !== undefined) return false;
  return isPacked === NO_METADATA.isPacked && Buffer.compare(metadata, NO_METADATA.bytes) === 0;
}

function holds(segment: Segment, id: FrameId): boolean {
  for (const _ of segment.withId(id, wordsOfHex(id))) return true;
  return false;
}
