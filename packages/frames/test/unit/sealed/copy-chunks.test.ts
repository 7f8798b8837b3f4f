import { expect, test } from "vitest";
import { copyChunks } from "../../../src/sealed/copy-chunks.ts";
import { collector, framesOf, openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

test("segments of adjoining ranges become one, chunk by chunk", async () => {
  const frames = Array.from({ length: 400 }, (_, n) => rawFrame(n + 1, { fingerprint: new Uint8Array(8).fill(n) }));
  const left = await sealBytes(frames.slice(0, 150), { range: { firstSeq: 1, lastSeq: 150 } });
  const right = await sealBytes(frames.slice(150), { range: { firstSeq: 151, lastSeq: 400 } });
  const sink = collector();
  await copyChunks([await openBytes(left), await openBytes(right)], {
    write: sink.write,
    createdAt: 1_795_219_200_000,
  });
  expect(sink.bytes()).toEqual(await sealBytes(frames)); // 150 is a multiple of 50: the chunks are the same
  const merged = await openBytes(sink.bytes());
  expect(await framesOf(merged)).toEqual(frames);
  expect([...merged.verify()]).toEqual([]);
});

test("segments that do not adjoin, and none at all, are refused", async () => {
  const one = await openBytes(await sealBytes([rawFrame(1)]));
  const three = await openBytes(await sealBytes([rawFrame(3)]));
  const options = { write: async () => undefined, createdAt: 0 };
  await expect(copyChunks([one, three], options)).rejects.toThrow(/seq 3 follows 1/);
  await expect(copyChunks([], options)).rejects.toThrow(TypeError);
});

test("a damaged chunk is never copied", async () => {
  const bytes = await sealBytes([rawFrame(1)]);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  const options = { write: async () => undefined, createdAt: 0 };
  await expect(copyChunks([await openBytes(bytes)], options)).rejects.toThrow(/damaged at offset 64/);
});
