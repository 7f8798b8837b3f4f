import fs from "node:fs";
import { expect, test } from "vitest";
import { decodeEntry, encodeEntry } from "../../../src/index.ts";
import { GOLDEN_FRAMES } from "./golden-frames.ts";

const page = fs.readFileSync(new URL("../../../../../docs/format/frame.md", import.meta.url), "utf8");
const block = /```hex\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const example = Uint8Array.from(
  block
    .trim()
    .split("\n")
    .flatMap((line) => line.split(/\s+/).slice(1))
    .map((byte) => Number.parseInt(byte, 16)),
);

test("the worked example of the format page decodes to what the page says", () => {
  expect(example.length).toBe(93);
  expect(decodeEntry(example)).toEqual({
    id: "0123456789abcdef",
    kind: "update",
    timestamp: Date.parse("2026-11-21T00:00:00.000Z"),
    content: new TextEncoder().encode("Grüße, vidmem!"),
    metadata: { speaker: "Ada" },
  });
});

test("the worked example encodes to the same bytes", () => {
  expect(encodeEntry(decodeEntry(example))).toEqual(example);
});

test("the golden segment of version 1 encodes to the same bytes", () => {
  const golden = fs.readFileSync(new URL("../../fixtures/v1.frames", import.meta.url));
  expect(Buffer.concat(GOLDEN_FRAMES.map((frame) => encodeEntry(frame)))).toEqual(golden);
});
