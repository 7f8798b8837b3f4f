/**
 * Inflate start: the columns of a chunk up to the content of one slot. Reading one frame needs half of a chunk on average, and inflating
 * is most of what a read costs. zlib is given the first part of the payload, as much as that slot is likely to need.
 * Invariant: what is given is the start of what the whole payload inflates to.
 */
import { constants, inflateRawSync } from "node:zlib";
import type { ChunkHeader } from "./chunk-header.ts";

/** Contents differ in length, and some deflate better than others: with so many contents more than the slot's share, 99 of 100 guesses suffice. */
const SPARE_FRAMES = 0.8;
/** Where so much of a payload is needed, it is inflated whole. */
const MOST_OF_PAYLOAD = 0.95;
/** The columns before the contents deflate better: a part of the payload gives a larger part of the bytes. */
const OUTPUT_RATIO = 1.25;

/** @returns `undefined` where the whole payload should be inflated. Whether it reaches far enough, only its columns tell. */
export function inflateStart(payload: Buffer, header: ChunkHeader, slot: number): Buffer | undefined {
  const { rawBytes, contentBytes, count } = header;
  const share = Math.min(1, (slot + 1 + SPARE_FRAMES) / count);
  const part = (rawBytes - contentBytes * (1 - share)) / rawBytes;
  if (part > MOST_OF_PAYLOAD) return undefined;
  const start = payload.subarray(0, Math.ceil(payload.length * part));
  try {
    // Room for what comes out, or zlib would ask for a second buffer.
    const chunkSize = Math.max(64, Math.ceil(Math.min(1, part * OUTPUT_RATIO) * rawBytes) + 1);
    return inflateRawSync(start, { finishFlush: constants.Z_SYNC_FLUSH, chunkSize, maxOutputLength: rawBytes });
  } catch {
    return undefined; // what is wrong with the bytes, inflating all of them tells
  }
}
