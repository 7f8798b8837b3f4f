import fs from "node:fs";
import { expect, test } from "vitest";
import { memorySource } from "../../../src/segment/byte-source.ts";
import { openSegment } from "../../../src/segment/segment-file.ts";
import { sessionKey } from "../../../src/segment/session-key.ts";
import { postingsByTerm, refsOf, segmentBytes } from "../../support/segments.ts";
import { GOLDEN_DOCUMENTS, GOLDEN_ENDS } from "./golden-segment.ts";

const page = fs.readFileSync(new URL("../../../../../docs/format/index-segment.md", import.meta.url), "utf8");
const block = /```hex\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const example = Uint8Array.from(Buffer.from(block.replaceAll(/^\w{4} {2}/gm, "").replaceAll(/\s/g, ""), "hex"));

const SAID_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const said = { namespace: "default", session: "s1", type: "note", importance: 0.5 };
const DOCUMENTS = [
  { ...said, ref: 7, text: "Tea, tea!", timestamp: SAID_MS, savedAt: SAID_MS, speaker: "Ada", tags: ["hot"] },
  { ...said, ref: 9, text: "Green tea?", timestamp: SAID_MS + 2000, savedAt: SAID_MS + 2000, tags: [] },
];

test("the worked example of the format page encodes to the same bytes", () => {
  expect(Buffer.from(segmentBytes(DOCUMENTS, [[7, SAID_MS + 3000]])).toString("hex")).toBe(
    Buffer.from(example).toString("hex"),
  );
});

test("the worked example decodes to what the page says", () => {
  expect(example.length).toBe(251);
  const segment = openSegment(memorySource(example));
  expect(segment.namespaces).toEqual(["default"]);
  const section = segment.section("default")!;
  expect(section).toMatchObject({ documents: 2, units: 1, averageLength: 2, firstRef: 7, lastRef: 9 });
  expect([...section.sessionKeys]).toEqual([sessionKey("s1")]);
  expect([section.types, [...section.type]]).toEqual([["note"], [0, 0]]);
  expect([section.speakers, [...section.speaker]]).toEqual([["Ada"], [1, 0]]);
  expect([...section.flags]).toEqual([0, 1]);
  expect([...section.endedAt]).toEqual([[0, SAID_MS + 3000]]);
  expect(section.readBlock(0)).toEqual({
    ref: Float64Array.of(7, 9),
    turn: Float64Array.of(7, 9),
    timestamp: Float64Array.of(SAID_MS, SAID_MS + 2000),
    savedAt: Float64Array.of(SAID_MS, SAID_MS + 2000),
  });
  expect(postingsByTerm(section)).toEqual({
    "\0hot": [[0, 1]],
    green: [[1, 1]],
    tea: [
      [0, 2],
      [1, 1],
    ],
  });
});

const goldenOf = (version: number): Buffer =>
  fs.readFileSync(new URL(`../../fixtures/index-segment.v${version}.segment`, import.meta.url));

test("the golden segment of version 1 is refused, so that the index is made anew", () => {
  expect(() => openSegment(memorySource(goldenOf(1)))).toThrow(expect.objectContaining({ code: "INDEX_DAMAGED" }));
});

test("the golden segment of version 2 is read", () => {
  const segment = openSegment(memorySource(goldenOf(2)));
  expect(segment.namespaces).toEqual(["default", "other"]);
  const section = segment.section("default")!;
  expect(section).toMatchObject({ documents: 150, units: 5 });
  const refs = refsOf(section);
  expect(refs.slice(0, 6)).toEqual([1, 2, 3, 6, 146, 7]);
  expect(refs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, at) => 1 + at));
  expect([...section.endedAt.values()]).toEqual(GOLDEN_ENDS.map(([, at]) => at));
  expect(postingsByTerm(section)["odd"]).toHaveLength(75);
  const other = segment.section("other")!;
  expect(other.findList("red")).toMatchObject({ units: 70, documents: 70, sessions: 70 });
  expect(postingsByTerm(other)["red"]).toEqual(Array.from({ length: 70 }, (_, at) => [at, at === 69 ? 5 : 1]));
  expect([...other.readBlock(69).savedAt]).toEqual([2 ** 52]);
});

test("what is written now is the golden segment", () => {
  expect(Buffer.compare(segmentBytes(GOLDEN_DOCUMENTS, GOLDEN_ENDS), goldenOf(2))).toBe(0);
});
