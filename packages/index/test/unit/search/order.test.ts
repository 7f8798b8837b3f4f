import { expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { addDocument, createPartition } from "../../../src/partition/partition.ts";
import { createOrder } from "../../../src/search/order.ts";
import { aDocument } from "../../documents.ts";

test("score, then the newer session, then the earlier turn, then the earlier version", () => {
  const partition = createPartition();
  const analyzer = createAnalyzer();
  for (const [ref, session] of ["old", "old", "new"].entries())
    addDocument(partition, aDocument(ref, "tea", { session }), analyzer);
  addDocument(partition, aDocument(3, "tea", { session: "old" }), analyzer, 0);
  const isBefore = createOrder(partition);
  const ranked = [0, 1, 2, 3].map((ordinal) => ({ ordinal, score: ordinal === 1 ? 2 : 1 }));
  expect(ranked.toSorted((a, b) => (isBefore(a, b) ? -1 : 1)).map(({ ordinal }) => ordinal)).toEqual([1, 2, 0, 3]);
});
