import { expect, test } from "vitest";
import { createRecentContents } from "../../../src/delta/recent-contents.ts";

const utf8 = new TextEncoder();
const note = (n: number): Uint8Array =>
  utf8.encode(
    `Note ${String(n).padStart(6, "0")}: ${String(n * 7919).repeat(6)} and what else there is to say of ${n * 31}.`,
  );
const near = (n: number): Uint8Array =>
  utf8.encode(new TextDecoder().decode(note(n)).replace("what else there is", "what else was there"));

test("a near-duplicate is found with its seq and depth, in its own family only", () => {
  const recent = createRecentContents();
  for (let n = 0; n < 20; n++) recent.add("a", { seq: n, depth: n % 3, content: note(n) });
  expect(recent.find("a", near(7))).toEqual({ seq: 7, depth: 1, content: note(7) });
  expect(recent.find("b", near(7))).toBeUndefined();
  expect(recent.find("a", near(50))).toBeUndefined();
});

test("a changed start, end or middle is found; changes at several places too", () => {
  const recent = createRecentContents();
  const text =
    "The quarterly report is due on Friday, and Ada will send the numbers by Wednesday evening at the latest.";
  recent.add("a", { seq: 1, depth: 0, content: utf8.encode(text) });
  const edits = [
    text.replace("The", "Our"),
    text.replace("latest", "last"),
    text.replace("Friday", "Monday"),
    text.replace("Friday", "Monday").replace("numbers", "figures"),
    text.replace("The", "Our").replace("Ada", "Eve"),
  ];
  expect(edits.map((edit) => recent.find("a", utf8.encode(edit))?.seq)).toEqual([1, 1, 1, 1, 1]);
});

test("contents that are too short, too long, or whose chain is at its end are not remembered", () => {
  const recent = createRecentContents();
  const cases: readonly (readonly [Uint8Array, number])[] = [
    [new Uint8Array(63).fill(65), 0],
    [new Uint8Array(64 * 1024 + 1).fill(66), 0],
    [note(1), 4],
  ];
  for (const [content, depth] of cases) {
    recent.add("a", { seq: 1, depth, content });
    expect(recent.find("a", content)).toBeUndefined();
  }
  recent.add("a", { seq: 2, depth: 3, content: note(1) });
  expect(recent.find("a", note(1))?.seq).toBe(2);
});

test("a base is at most a tenth longer or shorter", () => {
  const recent = createRecentContents();
  recent.add("a", { seq: 1, depth: 0, content: new Uint8Array(1000).fill(65) });
  expect(recent.find("a", new Uint8Array(901).fill(65))?.seq).toBe(1);
  expect(recent.find("a", new Uint8Array(880).fill(65))).toBeUndefined();
});

test("a family keeps its latest contents, and the families used last are kept", () => {
  const recent = createRecentContents({ perFamily: 3, families: 2 });
  for (let n = 0; n < 5; n++) recent.add("a", { seq: n, depth: 0, content: note(n) });
  expect(Array.from({ length: 5 }, (_, n) => recent.find("a", near(n))?.seq)).toEqual([undefined, undefined, 2, 3, 4]);
  recent.add("b", { seq: 10, depth: 0, content: note(10) });
  recent.add("c", { seq: 11, depth: 0, content: note(11) });
  expect(["a", "b", "c"].map((family, i) => recent.find(family, near([4, 10, 11][i] ?? 0))?.seq)).toEqual([
    undefined,
    10,
    11,
  ]);
});

test("the newest of equal contents is the base", () => {
  const recent = createRecentContents();
  recent.add("a", { seq: 1, depth: 0, content: note(1) });
  recent.add("a", { seq: 2, depth: 0, content: note(1) });
  expect(recent.find("a", near(1))?.seq).toBe(2);
});

test("bytes are bounded: what was overwritten is not found", () => {
  const recent = createRecentContents({ perFamily: 1000, maxBytes: 1000 });
  for (let n = 0; n < 100; n++) recent.add("a", { seq: n, depth: 0, content: note(n) });
  const found = Array.from({ length: 100 }, (_, n) => recent.find("a", near(n))?.seq).filter(
    (seq) => seq !== undefined,
  );
  expect(found.length).toBeGreaterThan(3);
  expect(found.length).toBeLessThan(13);
  expect(found.at(-1)).toBe(99);
});

test("clear forgets everything; what was added is a copy", () => {
  const recent = createRecentContents();
  const content = note(1);
  recent.add("a", { seq: 1, depth: 0, content });
  content.fill(0);
  expect(recent.find("a", note(1))?.seq).toBe(1);
  recent.clear();
  expect(recent.find("a", note(1))).toBeUndefined();
});
