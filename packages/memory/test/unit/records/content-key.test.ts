import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { contentKey } from "../../../src/records/content-key.ts";
import { toRecord } from "../../../src/records/record.ts";
import { NOW } from "../../support/stores.ts";

const record = toRecord({ content: "tea", metadata: { b: 1, a: 2 } }, NOW);

test("the key is SHA-256 of the canonical JSON", () => {
  const canonical = '{"content":"tea","metadata":{"a":2,"b":1},"namespace":"default","type":"episodic"}';
  expect(contentKey(record)).toBe(hash("sha256", canonical, "hex"));
});

test("time, session, speaker, tags, importance and vector make no other memory", () => {
  const other = {
    timestamp: 5,
    session: "s",
    speaker: "Ada",
    tags: ["t"],
    importance: 1,
    embedding: new Float32Array(1),
  };
  expect(contentKey({ ...record, ...other })).toBe(contentKey(record));
});

test.each([{ content: "coffee" }, { metadata: {} }, { namespace: "other" }, { type: "semantic" as const }])(
  "%j makes another memory",
  (change) => {
    expect(contentKey({ ...record, ...change })).not.toBe(contentKey(record));
  },
);

test("content at the deepest level that is allowed has a key", () => {
  let content: unknown = 1;
  for (let depth = 0; depth < 100; depth++) content = [content];
  expect(contentKey(toRecord({ content: content as never }, NOW))).toHaveLength(64);
});
