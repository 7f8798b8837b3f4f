import { expect, test } from "vitest";
import { encodeDelta } from "../../../src/delta/delta.ts";
import { packMetadata } from "../../../src/metadata/packing.ts";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { createFrameReader } from "../../../src/store/frame-reader.ts";
import type { History } from "../../../src/store/history.ts";
import { plainFrame } from "../../support/row-segments.ts";

const BOUNDS = { frames: 10, sizeBytes: 100_000 };
const TEXT = "A text that is long enough to be worth a delta, and some more of it. ".repeat(3);

function historyOf(frames: readonly RawFrame[]): History & { readonly reads: () => number } {
  let reads = 0;
  const frame = (seq: number): RawFrame | undefined => {
    reads++;
    return frames.find((candidate) => candidate.seq === seq);
  };
  return { frame, reads: () => reads } as unknown as History & { readonly reads: () => number };
}

function delta(seq: number, base: RawFrame, text: string): RawFrame {
  const content = encodeDelta(new TextEncoder().encode(TEXT), new TextEncoder().encode(text), seq - base.seq);
  if (content === undefined) throw new Error("no delta");
  return plainFrame(seq, content, { isDelta: true });
}

test("a frame is read once, copied out of its chunk, and read again after it was forgotten", () => {
  const chunk = new Uint8Array(50_000);
  const history = historyOf([plainFrame(1, chunk.subarray(10, 20))]);
  const reader = createFrameReader(history, BOUNDS);
  const frame = reader.at(1);
  expect(frame?.content.buffer.byteLength).toBe(10);
  expect(reader.at(1)).toBe(frame);
  expect([reader.hits, reader.misses, history.reads()]).toEqual([1, 1, 1]);
  reader.forget(1);
  reader.at(1);
  expect(history.reads()).toBe(2);
  expect(reader.at(2)).toBeUndefined();
});

test("several are read from the newest on, each once, and given in the order asked for", () => {
  const asked: number[] = [];
  const frames = [1, 2, 3].map((seq) => plainFrame(seq, `text ${seq}`));
  const frame = (seq: number): RawFrame | undefined => {
    asked.push(seq);
    return frames[seq - 1];
  };
  const reader = createFrameReader({ frame } as unknown as History, BOUNDS);
  expect(reader.atMany([3, 1, 9, 3, 2], 2).map((found) => found?.seq)).toEqual([undefined, 1, undefined, undefined, 2]);
  expect(reader.atMany([3, 1, 4, 3], 10).map((found) => found?.seq)).toEqual([3, 1, undefined, 3]);
  expect(asked).toEqual([2, 1, 4, 3]);
});

test("the cache is bounded by bytes, those of metadata too", () => {
  const metadata = packMetadata({ text: "m".repeat(3000) }).bytes;
  const frames = Array.from({ length: 10 }, (_, n) => plainFrame(n + 1, "x", { metadata }));
  const history = historyOf(frames);
  const reader = createFrameReader(history, { frames: 10, sizeBytes: 40_000 });
  for (let round = 0; round < 2; round++) for (const { seq } of frames) reader.at(seq);
  expect(reader.hits).toBe(0); // three of them fit, ten are asked for in turn
});

test("deltas are resolved where they lie, and a broken one names its frame", () => {
  const base = plainFrame(5, TEXT);
  const reader = createFrameReader(historyOf([]), BOUNDS);
  const changed = delta(8, base, `${TEXT}!`);
  const within = { frame: (seq: number) => (seq === 5 ? base : undefined) };
  expect(new TextDecoder().decode(reader.toFrame(changed, within).content)).toBe(`${TEXT}!`);
  const details = expect.objectContaining({ seq: 8 }) as unknown;
  const error = { code: "FRAMES_CORRUPT", details };
  expect(() => reader.toFrame(changed)).toThrow(expect.objectContaining(error));
  const other = { frame: () => plainFrame(5, TEXT.toUpperCase()) };
  expect(() => reader.toFrame(changed, other)).toThrow(expect.objectContaining(error));
  const endless = { frame: () => ({ ...changed, seq: 5 }) };
  expect(() => reader.toFrame(changed, endless)).toThrow(expect.objectContaining({ code: "FRAMES_CORRUPT" }));
  expect(reader.toPlain(base)).toBe(base);
});

test("fields that cannot be read are damage: at once in a read, when they are asked for in a scan", () => {
  const bad = plainFrame(3, "x", { metadata: Uint8Array.of(0xc1) });
  const reader = createFrameReader(historyOf([bad]), BOUNDS);
  const details = { seq: 3, reason: expect.any(String) as string };
  const error = expect.objectContaining({ code: "FRAMES_CORRUPT", details }) as Error;
  expect(() => reader.at(3)).toThrow(error);
  const view = reader.toFrame(bad);
  expect(new TextDecoder().decode(view.content)).toBe("x");
  expect(() => view.metadata).toThrow(error);
  expect(() => reader.toFrame(plainFrame(4, "x", { kind: 60 }))).toThrow(
    expect.objectContaining({ code: "FRAMES_CORRUPT" }),
  );
});
