/** Sealed segments in memory, for tests. */
import { hash } from "node:crypto";
import { memoryDisk } from "../../src/disk/memory-disk.ts";
import type { DiskFile } from "../../src/disk/disk.ts";
import type { RawFrame } from "../../src/raw-frame.ts";
import { openSealed } from "../../src/sealed/segment-reader.ts";
import type { SealedSegment } from "../../src/sealed/segment-reader.ts";
import { writeSealed } from "../../src/sealed/segment-writer.ts";
import type { WriteSealedOptions } from "../../src/sealed/segment-writer.ts";
import { copyFrame } from "./plain-frames.ts";

/** What `sealBytes` may be told; the range defaults to that of the frames. */
export type SealOptions = Partial<Omit<WriteSealedOptions, "write">>;

/** Collects what a writer writes. */
export function collector(): { readonly write: (bytes: Uint8Array) => Promise<void>; readonly bytes: () => Buffer } {
  const parts: Uint8Array[] = [];
  return { write: async (bytes) => void parts.push(new Uint8Array(bytes)), bytes: () => Buffer.concat(parts) };
}

/** The bytes of a segment of frames. */
export async function sealBytes(frames: readonly RawFrame[], options: SealOptions = {}): Promise<Buffer> {
  const range = { firstSeq: frames[0]?.seq ?? 1, lastSeq: frames.at(-1)?.seq ?? 1 };
  const sink = collector();
  await writeSealed(frames, { write: sink.write, range, level: 1, createdAt: 1_795_219_200_000, ...options });
  return sink.bytes();
}

/** A file in memory. */
export async function fileOf(bytes: Uint8Array): Promise<DiskFile> {
  const file = await memoryDisk().open("/segment", "create");
  await file.write(bytes, 0);
  return file;
}

/** Opens bytes as a segment. */
export async function openBytes(bytes: Uint8Array): Promise<SealedSegment> {
  return openSealed(await fileOf(bytes), "/segment");
}

/** All frames of a segment, in order, as plain comparable values. */
export async function framesOf(segment: SealedSegment): Promise<RawFrame[]> {
  const frames: RawFrame[] = [];
  for await (const chunk of segment.scan(segment.firstSeq, segment.lastSeq)) {
    for (let slot = 0; slot < chunk.count; slot++) frames.push(copyFrame(chunk.frame(slot)));
  }
  return frames;
}

/** A frame with defaults, for tests that care about few fields. */
export function rawFrame(seq: number, fields: Partial<RawFrame> = {}): RawFrame {
  return {
    seq,
    id: (seq * 2_654_435_761).toString(16).padStart(16, "0"),
    kind: 0,
    timestamp: 1_795_219_200_000 + seq * 1000,
    fingerprint: undefined,
    isPacked: true,
    metadata: Uint8Array.of(0x80),
    isDelta: false,
    content: new TextEncoder().encode(`Content of frame ${seq}, which says something about frame ${seq % 17}.`),
    ...fields,
  };
}

/** Frames with their bytes as short strings: quick to compare however large they are. */
export function described(frames: readonly RawFrame[]): unknown[] {
  const digest = (bytes: Uint8Array | undefined): string | undefined =>
    bytes === undefined || bytes.length <= 64 ? bytes?.join(",") : hash("sha256", bytes);
  return frames.map((frame) => ({
    ...frame,
    fingerprint: digest(frame.fingerprint),
    metadata: digest(frame.metadata),
    content: digest(frame.content),
  }));
}

/** Bytes that deflate cannot shrink; the same for a seed. */
export function noise(sizeBytes: number, seed: number): Uint8Array {
  const words = new Uint32Array(Math.ceil(sizeBytes / 4));
  let state = seed * 2 + 1;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  return new Uint8Array(words.buffer, 0, sizeBytes);
}
