import { expect, test } from "vitest";
import { isInSketch, quantise, writeSketch } from "../../../../src/vectors/stored/quantise.ts";

test("the greatest value gets the greatest code, whatever its sign", () => {
  const { codes, scale } = quantise(Float32Array.of(0.5, -1, 0));
  expect([...codes]).toEqual([64, -127, 0]);
  expect(scale).toBeCloseTo(1 / 127, 9);
});

test("a zero vector has zeros and no scale", () => {
  expect(quantise(new Float32Array(2))).toEqual({ codes: new Int8Array(2), scale: 0 });
});

test("a sketch holds the places above zero", () => {
  const sketch = new Uint8Array(16);
  writeSketch(Float32Array.of(0.1, 0, -1, 0, 0, 0, 0, 0, 0, 2), sketch);
  expect([...sketch.subarray(0, 3)]).toEqual([1, 2, 0]);
  expect([0, 2, 9].map((place) => isInSketch(sketch, place))).toEqual([true, false, true]);
});
