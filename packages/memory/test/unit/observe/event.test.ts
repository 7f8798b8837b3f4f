import fs from "node:fs";
import { expect, test } from "vitest";
import { decodeEvent, encodeEvent } from "../../../src/observe/event.ts";

const page = fs.readFileSync(new URL("../../../../../docs/format/logs.md", import.meta.url), "utf8");
const example = /```\n(\{[\s\S]*?)```/.exec(page)?.[1] ?? "";

test("the worked example of the page is read and written again", () => {
  const lines = example.trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  const events = lines.map((line) => decodeEvent(line)!);
  expect(events.map(({ event }) => event)).toEqual(["open", "save", "search", "close"]);
  expect(events.map(encodeEvent).join("")).toBe(example);
});

test.each([
  ["a sentence", { id: "Ada keeps bees" }],
  ["a long word", { id: "x".repeat(65) }],
  ["a text in a field that holds none", { speaker: "Ada" }],
  ["a line break", { code: "A\nB" }],
  ["an object", { id: { text: "Ada" } as never }],
  ["no number", { ms: Number.NaN }],
])("%s is left out", (_, fields) => {
  expect(encodeEvent({ at: 1, event: "save", ...fields })).toBe('{"at":1,"event":"save"}\n');
});

test.each(["", "{", "null", "[]", '{"event":"save"}', '{"at":"x","event":"save"}', '{"at":1}'])(
  "%j is no event",
  (line) => {
    expect(decodeEvent(line)).toBeUndefined();
  },
);
