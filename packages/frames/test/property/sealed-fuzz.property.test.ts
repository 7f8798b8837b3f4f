/**
 * Fuzzing of sealed segments: mutated files never hang, crash, or make the reader give out wrong frames.
 * VIDMEM_FUZZ_RUNS sets the number of mutations (default 3000), VIDMEM_FUZZ_SEED the seed.
 */
import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import type { DiskFile } from "../../src/disk/disk.ts";
import { isVidmemError } from "../../src/index.ts";
import type { RawFrame } from "../../src/raw-frame.ts";
import { salvageChunks } from "../../src/sealed/salvage.ts";
import { openSealed } from "../../src/sealed/segment-reader.ts";
import type { Chunk } from "../../src/sealed/chunk-reader.ts";
import { fileOf, rawFrame, sealBytes } from "../support/sealed.ts";

const RUNS = Number(process.env["VIDMEM_FUZZ_RUNS"] ?? 3000);
const SEED = Number(process.env["VIDMEM_FUZZ_SEED"] ?? 20_261_121);
const MAGIC = Buffer.from("feed4302", "hex");
const FRAMES = Array.from({ length: 120 }, (_, n) =>
  rawFrame(n * 2 + 1, { fingerprint: n % 2 === 0 ? new Uint8Array(8).fill(n) : undefined }),
);

/** mulberry32 */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) % below;
  };
}

type Random = (below: number) => number;

/** Recomputes the checksums that a forger would: of chunk, header, directory and footer. */
function forge(bytes: Buffer, random: Random): void {
  if (bytes.length < 192) return;
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 60)), 60);
  for (let at = bytes.indexOf(MAGIC); at !== -1 && at + 48 < bytes.length; at = bytes.indexOf(MAGIC, at + 4)) {
    const next = bytes.indexOf(MAGIC, at + 4);
    const directoryAt = bytes.readUInt32BE(bytes.length - 128 + 52);
    const end = Math.min(next === -1 ? directoryAt : next, bytes.length);
    if (end > at + 8) bytes.writeUInt32BE(crc32(bytes.subarray(at + 8, end)), at + 4);
  }
  const footer = bytes.subarray(-128);
  const directoryAt = Math.min(footer.readUInt32BE(52), bytes.length);
  const directoryEnd = Math.min(directoryAt + footer.readUInt32BE(56) * 32, bytes.length);
  if (random(2) === 0) footer.writeUInt32BE(crc32(bytes.subarray(directoryAt, directoryEnd)), 60);
  footer.writeUInt32BE(crc32(footer.subarray(0, 116)), 116);
}

function mutate(original: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(original);
  for (let n = random(4); n >= 0; n--) {
    const at = random(bytes.length);
    const kind = random(6);
    if (kind === 0) bytes[at] = random(256);
    else if (kind === 1) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(40))]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1), at + 50)]);
    else if (kind === 4) bytes.fill(random(2) * 255, at, Math.min(bytes.length, at + random(9)));
    else bytes.set(bytes.subarray(random(bytes.length), at + random(64)).subarray(0, bytes.length - at), at);
    if (bytes.length === 0) bytes = Buffer.from(original);
  }
  const structured = random(4);
  const header = bytes.indexOf(MAGIC, random(bytes.length));
  if (structured === 0 && header !== -1 && header + 48 < bytes.length) bytes[header + 8 + random(40)] = random(256);
  if (structured === 1 && bytes.length > 128) bytes[bytes.length - 128 + random(116)] = random(256);
  if (structured < 2) forge(bytes, random);
  return bytes;
}

/** Largest buffer that reading asked the file to fill. */
function watched(file: DiskFile): { readonly file: DiskFile; largest: number; reads: number } {
  const watch = {
    largest: 0,
    reads: 0,
    file: {
      ...file,
      readSync: (into: Uint8Array, position: number) => {
        watch.largest = Math.max(watch.largest, into.length);
        watch.reads++;
        return file.readSync(into, position);
      },
    },
  };
  return watch;
}

/** Runs something that may find damage; anything else that it throws fails the test. */
function tolerate(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!isVidmemError(error) || error.code !== "FRAMES_CORRUPT") throw error;
  }
}

function readAll(chunk: Chunk): number {
  let sizeBytes = 0;
  for (let slot = 0; slot < chunk.count; slot++) {
    const frame: RawFrame = chunk.frame(slot);
    sizeBytes += frame.content.length + frame.metadata.length + frame.id.length;
  }
  return sizeBytes;
}

test("mutated segments give frames or damage, in bounded time and memory", { timeout: 600_000 }, async () => {
  const random = createRandom(SEED);
  const original = await sealBytes(FRAMES);
  for (let run = 0; run < RUNS; run++) {
    const bytes = mutate(original, random);
    const watch = watched(await fileOf(bytes));
    const segment = openSealed(watch.file, "/fuzzed");
    const started = performance.now();
    tolerate(() => segment.find(rawFrame(random(240)).id));
    tolerate(() => segment.findFingerprint(new Uint8Array(8).fill(random(120))));
    tolerate(() => segment.locate(random(250)));
    for (let ordinal = 0; ordinal < 3; ordinal++) {
      tolerate(() => (ordinal < segment.chunks ? readAll(segment.readChunk(ordinal)) : 0));
    }
    tolerate(() => [...segment.scan(0, 1000)].forEach(readAll));
    for (const { offset, sizeBytes } of segment.verify()) {
      if (!(offset >= 0 && sizeBytes >= 0)) throw new Error(`run ${run}: damage without a place`);
    }
    for (const { chunk } of salvageChunks(watch.file)) readAll(chunk);
    if (watch.largest > Math.max(1024 * 1024, 2 * bytes.length))
      throw new Error(`run ${run}: read of ${watch.largest}`);
    if (performance.now() - started > 2000) throw new Error(`run ${run} (seed ${SEED}) took too long`);
  }
  expect(RUNS).toBeGreaterThan(0);
});
