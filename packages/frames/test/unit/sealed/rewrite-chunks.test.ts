import { expect, test } from "vitest";
import { encodeDelta } from "../../../src/delta/delta.ts";
import type { RawFrame } from "../../../src/raw-frame.ts";
import { rewriteChunks } from "../../../src/sealed/rewrite-chunks.ts";
import type { RewriteChunksOptions } from "../../../src/sealed/rewrite-chunks.ts";
import { createSlotMarks } from "../../../src/sealed/slot-marks.ts";
import type { SealedSegment } from "../../../src/sealed/segment-reader.ts";
import { copyFrame } from "../../support/plain-frames.ts";
import { collector, framesOf, openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

const frames = Array.from({ length: 300 }, (_, n) => rawFrame(n + 1));

async function rewrite(
  segment: SealedSegment,
  seqs: readonly number[],
  options: Partial<RewriteChunksOptions> = {},
): Promise<Buffer> {
  const marks = createSlotMarks(segment.chunks);
  for (const seq of seqs) {
    const { chunk, slot } = segment.locate(seq)!;
    marks.add(chunk, slot);
  }
  const sink = collector();
  const fixed = { marks, write: sink.write, createdAt: 1_795_219_200_000, level: 1 } as const;
  await rewriteChunks(segment, { ...fixed, replace: () => undefined, toWhole: (frame) => frame, ...options });
  return sink.bytes();
}

test("only the chunks of marked frames change; the rest of the file is the same bytes", async () => {
  const before = await openBytes(await sealBytes(frames));
  const after = await openBytes(
    await rewrite(before, [120], { replace: (frame) => ({ ...copyFrame(frame), content: new Uint8Array() }) }),
  );
  const chunksOf = (segment: SealedSegment): string[] =>
    Array.from(segment.packedChunks(), ({ bytes }) => bytes.toString("hex"));
  const [old, now] = [chunksOf(before), chunksOf(after)];
  expect(now.length).toBe(old.length);
  expect(now.flatMap((chunk, n) => (chunk === old[n] ? [] : [n]))).toEqual([2]);
  expect(await framesOf(after)).toEqual(
    frames.map((frame) => (frame.seq === 120 ? { ...frame, content: new Uint8Array() } : frame)),
  );
  expect([...after.verify()]).toEqual([]);
});

test("frames without a replacement go, and the range stays", async () => {
  const before = await openBytes(await sealBytes(frames));
  const gone = frames.filter(({ seq }) => seq % 3 !== 0).map(({ seq }) => seq);
  const after = await openBytes(await rewrite(before, gone));
  expect(await framesOf(after)).toEqual(frames.filter(({ seq }) => seq % 3 === 0));
  expect([after.firstSeq, after.lastSeq, after.frames, after.chunks]).toEqual([1, 300, 100, 2]);
  const none = await openBytes(
    await rewrite(
      after,
      (await framesOf(after)).map(({ seq }) => seq),
    ),
  );
  expect([none.firstSeq, none.lastSeq, none.frames]).toEqual([1, 300, 0]);
  expect([...none.verify()]).toEqual([]);
});

test("deltas whose base is marked become whole, wherever they lie; others stay deltas", async () => {
  const base = Buffer.from("a text that is long enough to be worth a difference, and then some more of it".repeat(3));
  const whole = Buffer.concat([base, Buffer.from("!")]);
  const deltaAt = (seq: number, baseSeq: number): RawFrame =>
    rawFrame(seq, { isDelta: true, content: encodeDelta(base, whole, seq - baseSeq)! });
  const list = frames.slice(0, 200).map((frame) => {
    if (frame.seq === 10 || frame.seq === 20) return rawFrame(frame.seq, { content: base });
    return frame.seq === 150 ? deltaAt(150, 10) : frame.seq === 151 ? deltaAt(151, 20) : frame;
  });
  const before = await openBytes(await sealBytes(list));
  const asked: number[] = [];
  const toWhole = (frame: RawFrame): RawFrame => {
    asked.push(frame.seq);
    return { ...copyFrame(frame), isDelta: false, content: whole };
  };
  const after = await framesOf(await openBytes(await rewrite(before, [10], { toWhole })));
  expect(asked).toEqual([150]);
  expect(after.filter(({ isDelta }) => isDelta).map(({ seq }) => seq)).toEqual([151]);
  expect(Buffer.from(after.find(({ seq }) => seq === 150)!.content)).toEqual(whole);
});

test("a damaged segment is not rewritten", async () => {
  const bytes = await sealBytes(frames);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  await expect(openBytes(bytes).then((segment) => rewrite(segment, [200]))).rejects.toMatchObject({
    code: "FRAMES_CORRUPT",
  });
});
