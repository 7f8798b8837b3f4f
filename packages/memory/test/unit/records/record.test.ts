import { expect, test } from "vitest";
import { toRecord, toTimestamp } from "../../../src/records/record.ts";
import { NOW } from "../../support/stores.ts";

test("a content alone gives every default", () => {
  expect(toRecord({ content: "" }, NOW)).toEqual({
    type: "episodic",
    content: "",
    timestamp: NOW,
    namespace: "default",
    session: undefined,
    speaker: undefined,
    tags: [],
    importance: 0.5,
    metadata: {},
    embedding: undefined,
  });
});

test("tags keep their order and lose their repetitions", () => {
  expect(toRecord({ content: 1, tags: ["b", "a", "b"] }, NOW).tags).toEqual(["b", "a"]);
});

test("names that look like paths are names", () => {
  const name = "../../etc/passwd\0";
  expect(toRecord({ content: 1, namespace: name, session: name, speaker: name, tags: [name] }, NOW)).toMatchObject({
    namespace: name,
    session: name,
    speaker: name,
    tags: [name],
  });
});

test.each<[number | Date | string, number]>([
  [0, 0],
  [-1, -1],
  [-0.5, -0],
  [1.9, 1],
  [8.64e15, 8.64e15],
  [new Date(7), 7],
  ["2026-11-21", NOW],
  ["2026-11-21T00:00:00Z", NOW],
  ["2026-11-21 01:00:00.000123+01:00", NOW],
  ["9999-12-31T23:59:59.999Z", 253_402_300_799_999],
  ["-000001-01-01T00:00:00Z", -62_198_755_200_000],
])("the time %s is %d ms", (value, ms) => {
  expect(toTimestamp(value, "timestamp")).toBe(ms);
});

test.each<[unknown, typeof TypeError | typeof RangeError]>([
  [Number.NaN, TypeError],
  [Number.POSITIVE_INFINITY, RangeError],
  [Number.NEGATIVE_INFINITY, RangeError],
  [8.64e15 + 2, RangeError],
  [new Date(Number.NaN), TypeError],
  ["", TypeError],
  ["yesterday", TypeError],
  ["2026-11-21 garbage", TypeError],
  ["2026-11-21 (a comment)", TypeError],
  ["2026-13-45", TypeError],
  ["21/11/2026", TypeError],
  ["1795219200000", TypeError],
  [null, TypeError],
  [{}, TypeError],
  [5n, TypeError],
])("the time %s is refused", (value, type) => {
  expect(() => toTimestamp(value as number, "timestamp")).toThrow(type);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["no content", { content: undefined }, /^content /],
  ["an unknown type", { type: "fact" }, /^type must be one of/],
  ["an importance above 1", { importance: 1.01 }, /^importance /],
  ["an importance that is no number", { importance: "1" }, /^importance /],
  ["an importance of NaN", { importance: Number.NaN }, /^importance /],
  ["tags that are a text", { tags: "tag" }, /^tags /],
  [
    "100,000 tags",
    { tags: Array.from({ length: 100_000 }, (_, n) => `t${n}`) },
    /^tags must be a list of at most 1000/,
  ],
  ["an empty tag", { tags: [""] }, /^tags /],
  ["a tag that is no text", { tags: [5] }, /^tags /],
  ["an empty namespace", { namespace: "" }, /^namespace /],
  ["the namespace that means all", { namespace: "*" }, /^namespace must not be "\*"/],
  ["a session of 2,000 characters", { session: "s".repeat(2000) }, /^session /],
  ["a speaker that is null", { speaker: null }, /^speaker /],
  ["metadata that is a list", { metadata: [] }, /^metadata /],
  ["metadata with a function", { metadata: { f: () => 1 } }, /^metadata /],
  ["metadata with a Date", { metadata: { at: new Date() } }, /^metadata /],
  ["an empty embedding", { embedding: [] }, /^embedding /],
  ["an embedding with NaN", { embedding: [Number.NaN] }, /^embedding /],
  ["an embedding beyond float32", { embedding: [1e39] }, /^embedding /],
  ["an embedding that is a text", { embedding: "vector" }, /^embedding /],
])("%s is refused by name", (_, fields, message) => {
  expect(() => toRecord({ content: "x", ...fields }, NOW)).toThrow(message);
});

test("an error never quotes the content", () => {
  const secret = { password: "hunter2", bad: 5n };
  expect(() => toRecord({ content: secret as never }, NOW)).toThrow(/^(?!.*hunter2)/);
});
