import { expect, test } from "vitest";
import { encodeEntry, MAX_ENTRY_BYTES, toFrameId } from "../../../src/index.ts";
import type { EntryInput } from "../../../src/index.ts";

const base: EntryInput = { id: toFrameId("0123456789abcdef"), timestamp: 1, content: new Uint8Array([1]) };

test("the entry has exactly 43 bytes more than content and metadata", () => {
  expect(encodeEntry(base).length).toBe(43 + 1 + 2);
  expect(encodeEntry({ ...base, metadata: { ü: 1 } }).length).toBe(43 + 1 + '{"ü":1}'.length + 1);
});

test("reserved, foreign and self-serialising metadata is refused", () => {
  expect(() => encodeEntry({ ...base, metadata: { $kind: "tombstone" } })).toThrow(TypeError);
  expect(() => encodeEntry({ ...base, metadata: { n: 1n } })).toThrow(TypeError);
  expect(() => encodeEntry({ ...base, metadata: { toJSON: () => ({ $kind: "update" }) } })).toThrow(TypeError);
  for (const value of [[], new Date(), "text", 1]) {
    expect(() => encodeEntry({ ...base, metadata: value as never })).toThrow(TypeError);
  }
  expect(encodeEntry({ ...base, metadata: Object.create(null) as Record<string, unknown> }).length).toBe(46);
});

test("ids, times, kinds and contents are checked", () => {
  expect(() => encodeEntry({ ...base, id: "../etc/passwd" as never })).toThrow(TypeError);
  expect(() => encodeEntry({ ...base, timestamp: 1.5 })).toThrow(TypeError);
  expect(() => encodeEntry({ ...base, timestamp: Number.NaN })).toThrow(TypeError);
  expect(() => encodeEntry({ ...base, timestamp: 8_640_000_000_000_001 })).toThrow(RangeError);
  expect(() => encodeEntry({ ...base, kind: "other" as never })).toThrow(TypeError);
  expect(() => encodeEntry({ ...base, content: "text" as never })).toThrow(TypeError);
});

test("an entry above the limit is refused with its size, one at the limit is not", () => {
  const content = new Uint8Array(MAX_ENTRY_BYTES - 45);
  expect(encodeEntry({ ...base, content }).length).toBe(MAX_ENTRY_BYTES);
  const over = { ...base, content: new Uint8Array(content.length + 1) };
  expect(() => encodeEntry(over)).toThrow(expect.objectContaining({ code: "FRAMES_TOO_LARGE" }));
});
