import { expect, test } from "vitest";
import { assertDimensions } from "../../../src/vectors/dimensions.ts";

test("before the first vector any length is welcome, afterwards only one", () => {
  assertDimensions(undefined, new Float32Array(5));
  assertDimensions(2, new Float32Array(2));
  expect(() => assertDimensions(2, new Float32Array(3))).toThrow(/2 dimensions, but one of 3/);
});
