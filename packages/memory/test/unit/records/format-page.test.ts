import fs from "node:fs";
import { decodeEntry, encodeEntry } from "@vidmem/frames";
import { expect, test } from "vitest";
import { MEMORY_TYPES } from "../../../src/index.ts";
import { fromFrame, readRecord, toFrame } from "../../../src/records/memory-frame.ts";
import { NOW } from "../../support/stores.ts";

const page = fs.readFileSync(new URL("../../../../../docs/format/memory.md", import.meta.url), "utf8");
const block = /```hex\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const example = Uint8Array.from(
  block
    .trim()
    .split("\n")
    .flatMap((line) => line.split(/\s+/).slice(1))
    .map((byte) => Number.parseInt(byte, 16)),
);

test("the worked example of the page decodes to what the page says", () => {
  const entry = decodeEntry(example);
  expect(entry).toMatchObject({ id: "0123456789abcdef", kind: "memory", timestamp: NOW });
  expect(readRecord({ ...entry, seq: 1 })).toEqual({
    type: "episodic",
    content: { drink: "tea" },
    timestamp: Date.parse("2026-11-20T00:00:00.000Z"),
    namespace: "default",
    session: "s1",
    speaker: "Ada",
    tags: ["hot"],
    importance: 0.5,
    metadata: { cups: 2 },
    embedding: Float32Array.of(1, -0.5),
  });
});

test("the worked example encodes to the same bytes", () => {
  const entry = decodeEntry(example);
  const frame = toFrame(fromFrame({ ...entry, seq: 1 }), entry.timestamp);
  expect(encodeEntry({ id: entry.id, ...frame, timestamp: entry.timestamp })).toEqual(example);
});

test("the page names every type", () => {
  expect(page).toContain(MEMORY_TYPES.join(", "));
});
