/**
 * Every single flipped bit of a small store, rows and sealed segments alike, is reported with its place, or changes nothing that is read.
 * Whatever the bit, no read gives a frame that was never written.
 */
import { expect, test } from "vitest";
import { isVidmemError, memoryDisk, openFrameLog, toFrameId } from "../../src/index.ts";
import type { FrameLog, StoredFrame } from "../../src/index.ts";
import { damage, DIR, filesOf } from "../support/planted.ts";
import { copyStored } from "../support/plain-frames.ts";
import { bytesOf, NOW, violationsOf, withLog } from "../support/stores.ts";

/** A reported place may be the start of the row, chunk or table that the bit is in: none is larger here. */
const LARGEST_PART_BYTES = 512;
const FINGERPRINT = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const ABOUT = "A sentence that is said again and again, with one word changed each time: ";

const disk = memoryDisk();
const written = await buildStore();
const files = await filesOf(disk, DIR);
const ids = [...written.values()].map((line) => toFrameId((JSON.parse(line) as StoredFrame).id));
const segments = [...files].filter(([file]) => file.startsWith("shards/"));

/** Two sealed segments, one with a delta, and the newest rows. */
async function buildStore(): Promise<Map<number, string>> {
  const frames = new Map<number, string>();
  const append = async (log: FrameLog, count: number): Promise<void> => {
    for (let n = 0; n < count; n++) {
      const content = bytesOf(n === 0 ? ABOUT + n : ABOUT + "word".repeat(n));
      const fingerprint = n === 0 ? FINGERPRINT : undefined;
      await log.append({ content, metadata: { n }, family: "f", fingerprint }).durable;
    }
  };
  for (const count of [2, 2]) {
    await withLog({ dir: DIR, disk, rowBytes: 64 * 1024 }, async (log) => {
      await append(log, count);
      await log.compact(); // ends and seals the rows
    });
  }
  await withLog({ dir: DIR, disk }, async (log) => {
    await append(log, 2);
    for await (const frame of log.scan()) frames.set(frame.seq, lineOf(frame));
  });
  return frames;
}

test("the store has sealed frames, a delta and rows", async () => {
  expect(written.size).toBe(6);
  expect(segments.filter(([file]) => file.includes("rows-")).length).toBe(1);
  expect(segments.length).toBe(2);
});

for (const [file, bytes] of segments) {
  test(`each bit of ${file} (${bytes.length} bytes)`, { timeout: 240_000 }, async () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const at = bit >>> 3;
      await damage(disk, `${DIR}/${file}`, at, 1 << (bit & 7));
      await judge({ file, at, bit });
      await damage(disk, `${DIR}/${file}`, at, 1 << (bit & 7));
    }
  });
}

test("reading changed nothing", async () => {
  expect(await filesOf(disk, DIR)).toEqual(files);
});

async function judge({ file, at, bit }: { file: string; at: number; bit: number }): Promise<void> {
  const log = await openFrameLog({ dir: DIR, disk, readOnly: true, clock: () => NOW });
  try {
    const lost = await readAll(log, bit);
    const places = (await violationsOf(log)).filter((violation) => violation.file === file);
    const isPlaced = places.some(({ offset }) => offset <= at && at < offset + LARGEST_PART_BYTES);
    if (!isPlaced) throw new Error(`byte ${at} of ${file}: ${lost} frames lost, reported: ${JSON.stringify(places)}`);
  } finally {
    await log.close();
  }
}

/** Reads in every way, one id a turn. @returns how often a frame could not be read. @throws when a wrong frame is given out. */
async function readAll(log: FrameLog, turn: number): Promise<number> {
  let lost = 0;
  const take = async (what: string, read: () => Promise<StoredFrame | undefined>): Promise<void> => {
    const frame = await tolerate(read);
    if (frame === undefined) lost++;
    else if (written.get(frame.seq) !== lineOf(frame)) throw new Error(`${what} gave ${lineOf(frame)}`);
  };
  for (const seq of written.keys()) await take(`readAt(${seq})`, () => log.readAt(seq));
  await take("read", () => log.read(ids[turn % ids.length]!));
  await tolerate(async () => {
    for await (const frame of log.scan()) await take("scan", async () => copyStored(frame));
  });
  await tolerate(async () => {
    for (const seq of log.withFingerprint(FINGERPRINT)) await take("withFingerprint", () => log.readAt(seq));
  });
  return lost;
}

async function tolerate<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isVidmemError(error) && error.code === "FRAMES_CORRUPT") return undefined;
    throw error;
  }
}

/** All of a frame in one line. */
function lineOf({ seq, id, kind, timestamp, content, metadata }: StoredFrame): string {
  return JSON.stringify({ seq, id, kind, timestamp, content: Buffer.from(content).toString("hex"), metadata });
}
