import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { NONE } from "../../../src/partition/columns.ts";
import { addDocument, createPartition, endDocument, type Partition } from "../../../src/partition/partition.ts";
import { createView, liveNeighbour } from "../../../src/partition/view.ts";
import { aDocument } from "../../documents.ts";

describe("createView", () => {
  test("an empty partition counts nothing and divides by one", () => {
    expect(createView(createPartition())).toMatchObject({
      documents: 0,
      averageLength: 1,
      sessions: 0,
      averageSessionLength: 1,
    });
  });

  test("lengths are counted over what is live", () => {
    const partition = threeTurns();
    endDocument(partition, 1, 150);
    const view = createView(partition);
    expect([...view.live]).toEqual([1, 0, 1]);
    expect(view).toMatchObject({ documents: 2, averageLength: 2, sessions: 1, averageSessionLength: 3 });
    expect([...view.sessionLength]).toEqual([3]);
    expect([...view.speakers]).toEqual([1, 0]);
  });

  test("a version is there from its saving to before its end", () => {
    const partition = threeTurns();
    endDocument(partition, 1, 250);
    const liveAt = (asOf: number): string => createView(partition, asOf).live.join("");
    expect([99, 100, 200, 249, 250, 300].map(liveAt)).toEqual(["000", "100", "110", "110", "100", "101"]);
    expect(liveAt(Number.NaN)).toBe("000");
    expect(liveAt(Number.POSITIVE_INFINITY)).toBe("101");
  });

  test("what is added later is not in it", () => {
    const partition = threeTurns();
    const view = createView(partition);
    addDocument(partition, aDocument(4, "late", { session: "a" }), createAnalyzer());
    expect(liveNeighbour(view.live, partition.columns.next, 1)).toBe(NONE);
  });
});

test("a neighbour is found behind versions that ended", () => {
  const partition = threeTurns();
  addDocument(partition, aDocument(4, "last", { session: "a", savedAt: 400 }), createAnalyzer());
  endDocument(partition, 1, 150);
  const { live } = createView(partition);
  expect(liveNeighbour(live, partition.columns.next, 0)).toBe(3);
  expect(liveNeighbour(live, partition.columns.previous, 3)).toBe(0);
  expect(liveNeighbour(live, partition.columns.previous, 0)).toBe(NONE);
});

/** Two turns of session "a" and one document outside, saved at 100, 200, 300. */
function threeTurns(): Partition {
  const partition = createPartition();
  const analyzer = createAnalyzer();
  addDocument(partition, aDocument(0, "tea cake milk", { session: "a", speaker: "Anna", savedAt: 100 }), analyzer);
  addDocument(partition, aDocument(1, "sugar", { session: "a", speaker: "Ben", savedAt: 200 }), analyzer);
  addDocument(partition, aDocument(2, "bread", { savedAt: 300 }), analyzer);
  return partition;
}
