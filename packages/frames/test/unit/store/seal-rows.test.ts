import { expect, test } from "vitest";
import { createChunkPipeline, type ChunkPipeline } from "../../../src/sealed/chunk-pipeline.ts";
import { sealRows, type RowsExtent } from "../../../src/store/seal-rows.ts";
import { buildSegment, plainFrame } from "../../support/row-segments.ts";
import { collector, framesOf, openBytes, sealBytes } from "../../support/sealed.ts";

const sizes = [300, 0, 700_000, 20, 262_000, 262_144, 300_000, 5, ...Array.from({ length: 900 }, (_, n) => n)];
const FRAMES = sizes.map((size, n) => plainFrame(n + 4, new Uint8Array(size).fill(n)));
const BUILT = buildSegment([FRAMES], { zeros: 5000 });
const ROWS: RowsExtent = {
  file: "rows",
  firstSeq: 4,
  lastSeq: FRAMES.length + 3,
  nonceCrc: BUILT.nonceCrc,
  endOffset: BUILT.end,
};

function pipelineInto(write: (bytes: Uint8Array) => Promise<void> = async () => undefined): ChunkPipeline {
  return createChunkPipeline({ write, range: ROWS, level: 1, createdAt: 1_795_219_200_000 });
}

function readerOf(bytes: Buffer): (into: Uint8Array, at: number) => number {
  return (into, at) => {
    const piece = bytes.subarray(at, at + into.length);
    into.set(piece);
    return piece.length;
  };
}

test("rows of all sizes are sealed as their frames would be, with a turn before each window", async () => {
  const sink = collector();
  const pipeline = pipelineInto(sink.write);
  let turns = 0;
  await sealRows(pipeline, ROWS, { readAt: readerOf(BUILT.bytes), turn: async () => void turns++ });
  await pipeline.finish();
  expect(sink.bytes().equals(await sealBytes(FRAMES))).toBe(true);
  expect((await framesOf(await openBytes(sink.bytes()))).length).toBe(FRAMES.length);
  expect(turns).toBeGreaterThan(BUILT.end / (256 * 1024) - 1);
});

test.each([
  ["a flipped byte", { flip: 20 }, { seq: 24, reason: "bad-checksum" }],
  ["a flipped byte in the first row", { flip: 0 }, { seq: 4, offset: 64, reason: "bad-checksum" }],
  ["a file that was cut within a row", { cut: BUILT.offsets[300]! + 9 }, { seq: 304, reason: "truncated" }],
  ["a file that was cut between rows", { cut: BUILT.offsets[300] }, { seq: 304, reason: "truncated" }],
  ["a row that belongs elsewhere", { lastSeq: 500 }, { seq: 501, reason: "wrong-place" }],
  ["fewer rows than there should be", { lastSeq: 5000 }, { seq: FRAMES.length + 4, reason: "wrong-place" }],
] as const)("%s is told with its place, and nothing is sealed", async (_, change: object, details) => {
  const { flip, cut, lastSeq = ROWS.lastSeq } = change as { flip?: number; cut?: number; lastSeq?: number };
  const bytes = Buffer.from(BUILT.bytes.subarray(0, cut));
  if (flip !== undefined) bytes[BUILT.offsets[flip]! + 50]! ^= 4;
  const sealing = sealRows(
    createChunkPipeline({ write: async () => undefined, range: { firstSeq: 4, lastSeq }, level: 1, createdAt: 0 }),
    { ...ROWS, lastSeq },
    { readAt: readerOf(bytes) },
  );
  await expect(sealing).rejects.toMatchObject({ code: "FRAMES_CORRUPT", details: { file: "rows", ...details } });
});

test("what reading or a turn rejects with passes through", async () => {
  const fail = async (): Promise<never> => {
    throw new Error("no more");
  };
  await expect(sealRows(pipelineInto(), ROWS, { readAt: fail })).rejects.toThrow("no more");
  const readAt = readerOf(BUILT.bytes);
  await expect(sealRows(pipelineInto(), ROWS, { readAt, turn: fail })).rejects.toThrow("no more");
});
