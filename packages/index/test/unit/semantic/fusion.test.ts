import { describe, expect, test } from "vitest";
import { minMax, poolCosine } from "../../../src/semantic/fusion.ts";
import type { Stretch } from "../../../src/view/windows.ts";

describe("minMax", () => {
  test("the least becomes 0, the greatest 1", () => {
    expect([-2, 0, 2].map(minMax([-2, 0, 2]))).toEqual([0, 0.5, 1]);
  });

  test("all equal, or none, gives 0", () => {
    expect(minMax([3, 3])(3)).toBe(0);
    expect(minMax([])(3)).toBe(0);
  });
});

describe("poolCosine", () => {
  test("a turn is the weighted mean of itself and the turns around it", () => {
    const cosines = [1, 0, 0, 0];
    const pooled = cosines.map((_, turn) => poolCosine(stretchOf(4), turn, (at) => cosines[at]!));
    const expected = [1 / 1.6, 0.4 / (1 + 0.4 + 0.3 + 0.2), 0.25 / (1 + 0.65 + 0.3), 0.1 / 1.75];
    for (const [turn, value] of expected.entries()) expect(pooled[turn]).toBeCloseTo(value, 12);
  });

  test("loose documents stand alone", () => {
    expect(poolCosine({ ...stretchOf(2), isConversation: false }, 1, (at) => [1, 0.5][at]!)).toBe(0.5);
  });
});

function stretchOf(count: number): Stretch {
  const none = new Uint8Array(count);
  return { count, from: 0, to: count, units: [], isConversation: true, unitAt: none, placeAt: none };
}
