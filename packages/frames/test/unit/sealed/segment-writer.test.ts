import { expect, test } from "vitest";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { writeSealed } from "../../../src/sealed/segment-writer.ts";
import type { WriteSealedOptions } from "../../../src/sealed/segment-writer.ts";
import { collector, framesOf, openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

const OPTIONS: WriteSealedOptions = {
  write: async () => undefined,
  range: { firstSeq: 1, lastSeq: 100 },
  level: 1,
  createdAt: 0,
};

test("the summary says what was written", async () => {
  const frames = Array.from({ length: 120 }, (_, n) => rawFrame(n + 1));
  const sink = collector();
  const range = { firstSeq: 1, lastSeq: 130 };
  const summary = await writeSealed(frames, { write: sink.write, range, level: 6, createdAt: 5 });
  expect(summary).toEqual({
    firstSeq: 1,
    lastSeq: 130,
    frames: 120,
    chunks: 3,
    rawBytes: frames.reduce((sum, { content }) => sum + content.length, 0),
    firstTime: frames[0]?.timestamp,
    lastTime: frames[119]?.timestamp,
    sizeBytes: sink.bytes().length,
  });
});

test("a segment without frames is legal", async () => {
  const segment = await openBytes(await sealBytes([], { range: { firstSeq: 4, lastSeq: 9 } }));
  expect(segment).toMatchObject({ firstSeq: 4, lastSeq: 9, frames: 0, chunks: 0, rawBytes: 0, sizeBytes: 192 });
  expect([...segment.verify()]).toEqual([]);
  expect(await framesOf(segment)).toEqual([]);
  expect([segment.locate(4), segment.find("0123456789abcdef")]).toEqual([undefined, []]);
});

test("frames may share one buffer that changes between them", async () => {
  const shared = new Uint8Array(4);
  async function* reused(): AsyncGenerator<RawFrame> {
    for (let seq = 1; seq <= 200; seq++) {
      shared.fill(seq);
      yield rawFrame(seq, { content: shared, metadata: shared });
    }
  }
  const sink = collector();
  await writeSealed(reused(), { ...OPTIONS, write: sink.write, range: { firstSeq: 1, lastSeq: 200 } });
  const frames = await framesOf(await openBytes(sink.bytes()));
  expect(frames.every(({ seq, content, metadata }) => content[3] === seq % 256 && metadata[0] === seq % 256)).toBe(
    true,
  );
});

test("others get their turn while many frames are written, also when no write waits for anything", async () => {
  const frames = Array.from({ length: 4000 }, (_, n) => rawFrame(n + 1, { content: new Uint8Array(400).fill(n) }));
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  await sealBytes(frames);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(2);
});

test("illegal frames and ranges are refused by name", async () => {
  const refusals: [Partial<RawFrame>, RegExp][] = [
    [{ seq: 0 }, /seq/],
    [{ seq: 101 }, /seq/],
    [{ seq: 1.5 }, /seq/],
    [{ id: "xyz" }, /id/],
    [{ id: "0123456789ABCDEF" }, /id/],
    [{ kind: 64 }, /kind/],
    [{ timestamp: 0.5 }, /timestamp/],
    [{ timestamp: 8_640_000_000_000_001 }, /timestamp/],
    [{ fingerprint: new Uint8Array(7) }, /fingerprint/],
    [{ content: new Uint8Array(64 * 1024 * 1024) }, /above the limit/],
  ];
  for (const [fields, message] of refusals) {
    await expect(writeSealed([rawFrame(1, fields)], OPTIONS)).rejects.toThrow(message);
  }
  await expect(writeSealed([rawFrame(2), rawFrame(2)], OPTIONS)).rejects.toThrow(/2 follows 2/);
  await expect(writeSealed([], { ...OPTIONS, range: { firstSeq: 2, lastSeq: 1 } })).rejects.toThrow(RangeError);
  await expect(writeSealed([], { ...OPTIONS, range: { firstSeq: 0, lastSeq: 2 ** 33 } })).rejects.toThrow(RangeError);
  await expect(writeSealed([], { ...OPTIONS, createdAt: 0.5 })).rejects.toThrow(TypeError);
});

test("a failing write or source fails the call, and nothing else", async () => {
  const frames = Array.from({ length: 100 }, (_, n) => rawFrame(n + 1));
  const fail = async (): Promise<never> => {
    throw new Error("no more");
  };
  await expect(writeSealed(frames, { ...OPTIONS, write: fail })).rejects.toThrow("no more");
  async function* broken(): AsyncGenerator<RawFrame> {
    yield* frames;
    throw new Error("no more");
  }
  await expect(writeSealed(broken(), OPTIONS)).rejects.toThrow("no more");
});
