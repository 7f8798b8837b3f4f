import { toFrameId, type FrameMetadata, type StoredFrame } from "@vidmem/frames";
import { expect, test } from "vitest";
import { fromFrame, readRecord, textOf, toFrame, toMemory } from "../../../src/records/memory-frame.ts";
import { toRecord } from "../../../src/records/record.ts";
import { bytesOf, NOW } from "../../support/stores.ts";

const ID = toFrameId("0123456789abcdef");
const RECORD = { type: "episodic", importance: 0.5 };

function stored(frame: Partial<StoredFrame>): StoredFrame {
  return { id: ID, seq: 1, kind: "memory", timestamp: NOW, content: bytesOf("tea"), metadata: RECORD, ...frame };
}

test("a text with defaults is its bytes and two fields", () => {
  const frame = toFrame(toRecord({ content: "tea" }, NOW), NOW);
  expect(frame).toEqual({ content: bytesOf("tea"), metadata: RECORD, timestamp: NOW });
});

test("everything that is not a default is kept", () => {
  const record = toRecord(
    {
      content: { tea: ["green"] },
      type: "semantic",
      tags: ["a"],
      metadata: { k: null },
      importance: 1,
      session: "s",
      speaker: "Ada",
      timestamp: -5,
      namespace: "n",
      embedding: [0.1, -2],
    },
    NOW,
  );
  const { content, metadata } = toFrame(record, NOW);
  expect(metadata).toMatchObject({ format: "json", timestamp: -5, embedding: "zczMPQAAAMA=" });
  expect(fromFrame(stored({ content, metadata: JSON.parse(JSON.stringify(metadata)) as FrameMetadata }))).toEqual(
    record,
  );
});

test.each(["", "\0", "\ufeffBOM first", "\ud800", "a\udfffb", "👩‍👩‍👧 e\u0301", "\r\n\u2028", '{"json":"text"}', "null"])(
  "the text %j comes back as it was",
  (content) => {
    const { content: bytes, metadata } = toFrame(toRecord({ content }, NOW), NOW);
    expect(fromFrame(stored({ content: bytes, metadata: metadata! })).content).toBe(content);
  },
);

test.each<[string, Partial<StoredFrame>]>([
  ["of another kind", { kind: "touch" }],
  ["without metadata", { metadata: {} }],
  ["without a type", { metadata: { importance: 0.5 } }],
  ["of an unknown type", { metadata: { ...RECORD, type: "fact" } }],
  ["with tags that are a number", { metadata: { ...RECORD, tags: 5 } }],
  ["with tags that are numbers", { metadata: { ...RECORD, tags: [5] } }],
  ["with an importance of a million", { metadata: { ...RECORD, importance: 1e6 } }],
  ["with an importance that is a text", { metadata: { ...RECORD, importance: "high" } }],
  ["with a time beyond all years", { metadata: { ...RECORD, timestamp: 1e300 } }],
  [
    "with an infinite time",
    { metadata: JSON.parse('{"type":"episodic","importance":0.5,"timestamp":1e999}') as FrameMetadata },
  ],
  ["with a namespace that is an object", { metadata: { ...RECORD, namespace: {} } }],
  ["with metadata that is a list", { metadata: { ...RECORD, metadata: [] } }],
  ["with JSON that is none", { metadata: { ...RECORD, format: "json" } }],
  [
    "with JSON of 5,000 levels",
    { metadata: { ...RECORD, format: "json" }, content: bytesOf("[".repeat(5000) + "]".repeat(5000)) },
  ],
  [
    "with metadata of 200 levels",
    { metadata: { ...RECORD, metadata: { a: JSON.parse("[".repeat(200) + "]".repeat(200)) } } },
  ],
])("a frame %s holds no memory", (_, frame) => {
  expect(readRecord(stored(frame))).toBeUndefined();
});

test.each(["!!!", "", "AAA=", "AAAAAAA=", "AADAfw==" /* NaN */, "AACAfw==" /* Infinity */])(
  "a vector that is none (%j) is left out, the memory stays",
  (embedding) => {
    const record = readRecord(stored({ metadata: { ...RECORD, embedding } }));
    expect(record).toMatchObject({ content: "tea", embedding: undefined });
  },
);

test("bytes that are no UTF-8 are read with replacement characters", () => {
  expect(readRecord(stored({ content: Uint8Array.of(0xff, 0x41) }))?.content).toBe("\ufffdA");
});

test("a memory shows session, speaker and last access only when there are any", () => {
  const bare = toMemory(ID, toRecord({ content: "tea" }, NOW), { count: 0 });
  expect(Object.keys(bare)).not.toContain("session");
  expect(Object.keys(bare)).not.toContain("lastAccessed");
  const full = toMemory(ID, toRecord({ content: "tea", session: "s", speaker: "Ada" }, NOW), { count: 2, last: 5 });
  expect(full).toMatchObject({ session: "s", speaker: "Ada", accessCount: 2, lastAccessed: 5 });
});

test("the words of a structured content are those of its JSON", () => {
  expect(textOf({ drink: "tea" })).toBe('{"drink":"tea"}');
  expect(textOf("tea")).toBe("tea");
});
