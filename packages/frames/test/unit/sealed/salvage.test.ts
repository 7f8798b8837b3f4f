import { expect, test } from "vitest";
import { salvageChunks } from "../../../src/sealed/salvage.ts";
import { fileOf, noise, rawFrame, sealBytes } from "../../support/sealed.ts";

const FRAMES = Array.from({ length: 230 }, (_, n) => rawFrame(n + 1));

async function salvagedSeqs(bytes: Uint8Array): Promise<number[]> {
  return [...salvageChunks(await fileOf(bytes))].map(({ chunk }) => chunk.firstSeq);
}

test("S6: all chunks are found without footer and directory, and behind foreign bytes", async () => {
  const bytes = await sealBytes(FRAMES);
  expect(await salvagedSeqs(bytes)).toEqual([1, 51, 101, 151, 201]);
  expect(await salvagedSeqs(bytes.subarray(0, -2000))).toEqual([1, 51, 101, 151, 201]);
  expect(await salvagedSeqs(Buffer.concat([Buffer.from("fore\xfe\xed", "latin1"), bytes.subarray(64)]))).toHaveLength(
    5,
  );
  expect(await salvagedSeqs(new Uint8Array(0))).toEqual([]);
});

test("a damaged chunk is left out, a magic in its middle does not mislead", async () => {
  const bytes = await sealBytes(FRAMES);
  const second = bytes.indexOf(Buffer.from("feed4302", "hex"), 65);
  bytes.set(Buffer.from("feed4302", "hex"), second + 700);
  expect(await salvagedSeqs(bytes)).toEqual([1, 101, 151, 201]);
});

test("only the part asked for is searched", async () => {
  const file = await fileOf(await sealBytes(FRAMES));
  const all = [...salvageChunks(file)];
  const [, second, third] = all;
  const found = [...salvageChunks(file, { from: second?.offset, to: third?.offset })];
  expect(found.map(({ chunk }) => chunk.firstSeq)).toEqual([51]);
  expect(found[0]?.sizeBytes).toBe(second?.sizeBytes);
});

test("chunks larger than a window are found across windows", async () => {
  const frames = [
    rawFrame(1),
    rawFrame(2, { content: noise(5_000_000, 1) }),
    rawFrame(3),
    rawFrame(4, { content: noise(5_000_000, 2) }),
  ];
  expect(await salvagedSeqs(await sealBytes(frames))).toEqual([1, 2, 3, 4]);
});

test("many false beginnings with long lengths do not make the search quadratic", async () => {
  const bytes = await sealBytes(FRAMES);
  const header = Buffer.from(bytes.subarray(64, 64 + 48));
  header.writeUInt32BE(3_000_000, 8);
  header.writeUInt32BE(3_000_000, 12);
  const hostile = Buffer.concat([...Array.from({ length: 200_000 }, () => header), bytes]);
  const started = process.cpuUsage();
  expect(await salvagedSeqs(hostile)).toEqual([1, 51, 101, 151, 201]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(8000); // 200,000 checksums of 3 MB would take minutes
});
