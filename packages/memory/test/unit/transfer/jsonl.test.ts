import { toFrameId } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { MemoryInput } from "../../../src/index.ts";
import { toMemory } from "../../../src/records/memory-frame.ts";
import { toRecord } from "../../../src/records/record.ts";
import { fromJsonLine, toJsonLine } from "../../../src/transfer/jsonl.ts";
import { NOW } from "../../support/stores.ts";

const ID = toFrameId("0123456789abcdef");
const parse = (fields: object): MemoryInput => fromJsonLine(JSON.stringify(fields)).input;

test("a line of every field gives every field", () => {
  const line = {
    id: ID,
    content: "x",
    type: "semantic",
    tags: ["a"],
    session: "s",
    speaker: "p",
    importance: 1,
    namespace: "n",
    embedding: [1],
  };
  expect(parse({ ...line, timestamp: NOW, metadata: { k: 1 } })).toEqual({
    ...line,
    timestamp: NOW,
    metadata: { k: 1 },
  });
});

test.each<[unknown, unknown]>([
  [1_700_000_000, 1_700_000_000_000],
  [1_700_000_000.123, 1_700_000_000_123],
  [0, 0],
  [-1, -1000],
  [1_700_000_000_123, 1_700_000_000_123],
  ["2026-11-21T00:00:00Z", "2026-11-21T00:00:00Z"],
])("the time %j becomes %j", (timestamp, expected) => {
  expect(parse({ content: "x", timestamp }).timestamp).toBe(expected);
});

test("a null field counts as absent, but null is a content", () => {
  expect(parse({ content: null, type: null, tags: null, timestamp: null, metadata: null })).toEqual({
    content: null,
    metadata: {},
  });
});

test("unknown fields become metadata, and metadata of its own wins", () => {
  const line = '{"content":"x","mood":"calm","depth":{"a":1},"__proto__":7,"metadata":{"mood":"wild"}}';
  expect(JSON.stringify(fromJsonLine(line).input.metadata)).toBe('{"mood":"wild","depth":{"a":1},"__proto__":7}');
});

test.each<unknown>(["550e8400-e29b-41d4-a716-446655440000", "D1:3", "../../etc", "0123456789ABCDEF", 17])(
  "the id %j of another system stays as metadata.sourceId",
  (id) => {
    expect(parse({ id, content: "x" }).metadata).toEqual({ sourceId: id });
    expect(parse({ id, content: "x", metadata: { sourceId: "own" } }).metadata).toEqual({ sourceId: "own" });
  },
);

test.each([
  ["", "the line is not JSON"],
  ["{", "the line is not JSON"],
  ["[1]", "the line is not a JSON object"],
  ["null", "the line is not a JSON object"],
  ['"secret"', "the line is not a JSON object"],
  ["{}", "the line has no content"],
  ['{"text":"secret"}', "the line has no content"],
  ['{"content":"secret","metadata":5}', "metadata must be a plain object"],
])("the line %j is refused without quoting it", (line, message) => {
  expect(() => fromJsonLine(line)).toThrow(new TypeError(message));
});

test.each([0, -1, 5000, -99_999_999_999, 99_999_999_999, 100_000_000_000, NOW, 8.64e15, -8.64e15])(
  "the time %d survives a line there and back",
  (timestamp) => {
    const memory = toMemory(ID, toRecord({ content: "x", timestamp }, NOW), { count: 3 });
    expect(toRecord(fromJsonLine(toJsonLine(memory)).input, NOW).timestamp).toBe(timestamp);
  },
);

test("a vector goes with its memory", () => {
  const record = toRecord({ content: "x", embedding: [0.1, -1e-8] }, NOW);
  const line = toJsonLine(toMemory(ID, record, { count: 0 }), record.embedding);
  expect(toRecord(fromJsonLine(line).input, NOW).embedding).toEqual(record.embedding);
});
