import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import type { SearchFilter } from "../../../src/document.ts";
import { addDocument, createPartition, endDocument } from "../../../src/partition/partition.ts";
import { selectDocuments, turnsAround } from "../../../src/partition/select.ts";
import { createView } from "../../../src/partition/view.ts";
import { aDocument } from "../../documents.ts";

describe("selectDocuments", () => {
  test("what is live and passes, in order of adding, with its time", () => {
    const partition = createPartition();
    const times = [30, 10, 20, 10, 5];
    for (const [ref, timestamp] of times.entries()) {
      addDocument(partition, aDocument(ref, "x", { timestamp }), createAnalyzer());
    }
    endDocument(partition, 4, 100);
    const found = (filter: SearchFilter): number[][] =>
      selectDocuments(partition, createView(partition), filter).map(({ ref, timestamp }) => [ref, timestamp]);
    expect(found({})).toEqual([
      [0, 30],
      [1, 10],
      [2, 20],
      [3, 10],
    ]);
    expect(found({ after: 20 })).toEqual([
      [0, 30],
      [2, 20],
    ]);
  });
});

describe("turnsAround", () => {
  const partition = createPartition();
  const analyzer = createAnalyzer();
  for (let ref = 0; ref < 6; ref++) addDocument(partition, aDocument(ref, "x", { session: "a" }), analyzer);
  addDocument(partition, aDocument(6, "alone"), analyzer);
  endDocument(partition, 2, 100);
  const view = createView(partition);
  const around = (ref: number, before: number, after: number): number[] =>
    turnsAround(partition, view, ref, { before, after });

  test("so many before and after, ended ones skipped", () => {
    expect(around(3, 2, 1)).toEqual([0, 1, 3, 4]);
    expect(around(3, 0, 0)).toEqual([3]);
  });

  test("the ends of the conversation", () => {
    expect(around(0, 9, 9)).toEqual([0, 1, 3, 4, 5]);
  });

  test("alone without session, nothing for an unknown reference", () => {
    expect(around(6, 3, 3)).toEqual([6]);
    expect(around(99, 3, 3)).toEqual([]);
  });
});
