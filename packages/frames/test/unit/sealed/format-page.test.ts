import fs from "node:fs";
import { expect, test } from "vitest";
import { framesOf, openBytes, sealBytes } from "../../support/sealed.ts";
import { EXAMPLE_FRAMES, EXAMPLE_HEADER, GOLDEN_FRAMES } from "./golden-frames.ts";

const page = fs.readFileSync(new URL("../../../../../docs/format/sealed.md", import.meta.url), "utf8");
const block = /```hex\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const example = Buffer.from(block.replaceAll(/^\w{4} {2}/gm, "").replaceAll(/\s/g, ""), "hex");

test("the worked example of the format page decodes to what the page says", async () => {
  expect(example.length).toBe(502);
  const segment = await openBytes(example);
  expect(segment).toMatchObject({ firstSeq: 7, lastSeq: 10, frames: 2, chunks: 1, rawBytes: 7, sizeBytes: 502 });
  expect(await framesOf(segment)).toEqual(EXAMPLE_FRAMES);
  expect([...segment.verify()]).toEqual([]);
});

test("the worked example encodes to the same bytes", async () => {
  expect(await sealBytes(EXAMPLE_FRAMES, EXAMPLE_HEADER)).toEqual(example);
});

test("the golden segment of version 2 is read", async () => {
  const golden = fs.readFileSync(new URL("../../fixtures/sealed.v2.frames", import.meta.url));
  const segment = await openBytes(golden);
  expect(segment).toMatchObject({ firstSeq: 1, lastSeq: 2000, frames: 126 });
  expect(await framesOf(segment)).toEqual(GOLDEN_FRAMES);
  expect(segment.find("0000000000000abc")).toHaveLength(7);
  expect([...segment.verify()]).toEqual([]);
});

test("a golden segment that lost its end, or had a bit flipped, is damaged and gives its other chunks", async () => {
  const golden = fs.readFileSync(new URL("../../fixtures/sealed.v2.frames", import.meta.url));
  const truncated = await openBytes(golden.subarray(0, -1));
  expect(() => truncated.frames).toThrow(/damaged/);
  const flipped = Buffer.from(golden);
  flipped[2000] = (flipped[2000] ?? 0) ^ 0x10;
  const segment = await openBytes(flipped);
  expect([...segment.verify()]).toHaveLength(1);
  const readable = Array.from({ length: segment.chunks }, (_, chunk) => chunk).filter((chunk) => {
    try {
      return segment.readChunk(chunk).count > 0;
    } catch {
      return false;
    }
  });
  expect(readable).toHaveLength(segment.chunks - 1);
});
