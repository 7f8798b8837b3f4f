import { expect, test } from "vitest";
import { openReadableChunks } from "../../../src/sealed/readable-chunks.ts";
import { fileOf, rawFrame, sealBytes } from "../../support/sealed.ts";

const frames = Array.from({ length: 200 }, (_, n) => rawFrame(n + 1));

async function seqsIn(bytes: Buffer): Promise<{ readonly firstSeqs: number[]; readonly frames: number | undefined }> {
  const file = await fileOf(bytes);
  const segment = { file, path: "/segment", sizeBytes: bytes.length, firstSeq: 1, lastSeq: 200 };
  const readable = openReadableChunks(segment);
  return { firstSeqs: Array.from(readable.chunks, ({ chunk }) => chunk.firstSeq), frames: readable.frames };
}

const flip = (bytes: Buffer, at: number): Buffer => {
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
};

test("a damaged chunk is left out, wherever the others are found from", async () => {
  const bytes = await sealBytes(frames);
  expect(await seqsIn(bytes)).toEqual({ firstSeqs: [1, 51, 101, 151], frames: 200 });
  flip(bytes, 64 + 60); // in the first chunk
  expect(await seqsIn(bytes)).toEqual({ firstSeqs: [51, 101, 151], frames: 200 });
  flip(bytes, bytes.length - 60); // in the footer
  expect(await seqsIn(bytes)).toEqual({ firstSeqs: [51, 101, 151], frames: undefined });
});

test("chunks beyond the range of the name are not ours, and no chunk comes twice", async () => {
  const bytes = await sealBytes(frames);
  const headless = bytes.subarray(64, bytes.length - 128);
  const twice = Buffer.concat([bytes.subarray(0, 64), headless, headless, await sealBytes([rawFrame(500)])]);
  expect(await seqsIn(twice)).toEqual({ firstSeqs: [1, 51, 101, 151], frames: undefined });
});
