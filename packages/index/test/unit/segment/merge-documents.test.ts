import { expect, test } from "vitest";
import { mergeDocuments } from "../../../src/segment/merge-documents.ts";
import { NONE } from "../../../src/segment/section-documents.ts";
import { aDocument } from "../../documents.ts";
import { aSection } from "../../support/segments.ts";

const inSession = (ref: number, session: string | undefined, turn?: number) => ({
  ...aDocument(ref, "tea", { session }),
  ...(turn === undefined ? {} : { turn }),
});

test("sessions that lay in pieces come together, in the order of their first documents", () => {
  const sections = [
    aSection([inSession(1, "a"), inSession(2, "b"), inSession(3, "a")]),
    aSection([inSession(4, "b"), inSession(5, "a")]),
  ];
  const { documents, newNumbers } = mergeDocuments(sections, new Set());
  expect([...documents.ref]).toEqual([1, 3, 5, 2, 4]);
  expect([...documents.session]).toEqual([0, 0, 0, 1, 1]);
  expect(documents.sessionKeys).toHaveLength(2);
  expect(newNumbers.map((numbers) => [...numbers])).toEqual([
    [0, 1, 3],
    [4, 2],
  ]);
});

test("a corrected turn comes to its place, and what has ended is marked", () => {
  const first = aSection([inSession(1, "a"), inSession(2, "a")], [[1, 77]]);
  const { documents } = mergeDocuments([first, aSection([inSession(3, "a", 1)])], new Set());
  expect([...documents.ref]).toEqual([1, 3, 2]);
  expect(documents.endedAt[0]).toBe(77);
});

test("sessions of which nothing is left leave the others as they were", () => {
  const gone = [1, 2, 3].map((ref) => inSession(ref, `gone ${ref}`));
  const rest = [inSession(4, "a"), inSession(5, "b"), inSession(6, "a"), inSession(7, "b")];
  const { documents, newNumbers } = mergeDocuments([aSection([...gone, ...rest])], new Set([1, 2, 3]));
  expect([...documents.ref]).toEqual([4, 6, 5, 7]);
  expect([...documents.session]).toEqual([0, 0, 1, 1]);
  expect(documents.sessionKeys).toHaveLength(2);
  expect([...newNumbers[0]!].filter((number) => number === NONE)).toHaveLength(3);
});
