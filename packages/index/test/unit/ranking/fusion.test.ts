import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { addDocument, createPartition, endDocument } from "../../../src/partition/partition.ts";
import { createView } from "../../../src/partition/view.ts";
import { minMax, poolCosines } from "../../../src/ranking/fusion.ts";
import { aDocument } from "../../documents.ts";

describe("minMax", () => {
  test("the least becomes 0, the greatest 1, of the chosen only", () => {
    const scale = minMax(Float64Array.of(-2, 0, 100, 2), [0, 1, 3]);
    expect([0, 1, 3].map(scale)).toEqual([0, 0.5, 1]);
  });

  test("all equal, or none chosen, gives 0", () => {
    expect(minMax(Float64Array.of(3, 3), [0, 1])(1)).toBe(0);
    expect(minMax(Float64Array.of(3, 3), [])(1)).toBe(0);
  });
});

describe("poolCosines", () => {
  const partition = createPartition();
  for (let ref = 0; ref < 4; ref++) addDocument(partition, aDocument(ref, "x", { session: "a" }), createAnalyzer());
  addDocument(partition, aDocument(4, "x"), createAnalyzer());

  test("a turn is the weighted mean of itself and the turns around it", () => {
    const pooled = poolCosines(partition.columns, createView(partition), Float64Array.of(1, 0, 0, 0, 0.5));
    const expected = [1 / 1.6, 0.4 / (1 + 0.4 + 0.3 + 0.2), 0.25 / (1 + 0.65 + 0.3), 0.1 / 1.75, 0.5];
    for (const [ordinal, value] of expected.entries()) expect(pooled[ordinal]).toBeCloseTo(value, 12);
  });

  test("a version that ended lends nothing and is nothing", () => {
    endDocument(partition, 1, 100);
    const pooled = poolCosines(partition.columns, createView(partition), Float64Array.of(0, 1, 0, 0, 0));
    expect([...pooled]).toEqual([0, 0, 0, 0, 0]);
  });
});
