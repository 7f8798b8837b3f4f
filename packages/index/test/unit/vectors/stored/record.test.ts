import { expect, test } from "vitest";
import { FORM, RECORD_HEAD_BYTES, sketchBytes } from "../../../../src/vectors/stored/format.ts";
import { writeSketch } from "../../../../src/vectors/stored/quantise.ts";
import { cosineOf, decodeRecord, encodeRecord, isIntact } from "../../../../src/vectors/stored/record.ts";
import { toUnit } from "../../../../src/vectors/unit.ts";
import { flipBit } from "../../../support/stored-vectors.ts";

function encode(values: Float32Array, key = 5) {
  const unit = toUnit(values);
  const sketch = new Uint8Array(sketchBytes(values.length));
  writeSketch(unit, sketch);
  return { unit, sketch, record: encodeRecord(key, unit, sketch) };
}

function valuesAt(places: Readonly<Record<number, number>>, length = 300): Float32Array {
  const values = new Float32Array(length);
  for (const [place, value] of Object.entries(places)) values[Number(place)] = value;
  return values;
}

const CASES = {
  dense: Float32Array.of(1, -2, 3, -4),
  sparse: valuesAt({ 0: 1, 1: -1, 299: 0.5 }),
  underSketch: valuesAt({ 3: 1, 4: 2, 200: 0.5 }),
} as const;

test.each(Object.entries(CASES))("%s values take their form and are read back", (name, values) => {
  const { unit, sketch, record } = encode(values);
  expect(record[8]).toBe(FORM[name as keyof typeof FORM]);
  const decoded = decodeRecord(record, sketch, values.length);
  for (const [place, value] of unit.entries()) expect(Math.abs(decoded[place]! - value)).toBeLessThan(0.5 / 127 + 1e-6);
  expect(cosineOf(record, sketch, unit)).toBeCloseTo(1, 3);
});

test("a far place takes a gap of two bytes", () => {
  const { record } = encode(valuesAt({ 0: 1, 299: -1 }));
  expect(record.length).toBe(RECORD_HEAD_BYTES + 2 + 3);
});

test("a zero vector has cosine 0 to everything", () => {
  const { record, sketch } = encode(new Float32Array(300));
  expect(record.length).toBe(RECORD_HEAD_BYTES);
  expect(cosineOf(record, sketch, toUnit(CASES.sparse))).toBe(0);
});

test("a changed bit, a missing end and another key are damage", () => {
  const { record } = encode(CASES.dense);
  expect(isIntact(record, 5)).toBe(true);
  for (let at = 0; at < record.length; at++) expect(isIntact(flipBit(record, at), 5)).toBe(false);
  expect(isIntact(record.subarray(0, -1), 5)).toBe(false);
  expect(isIntact(record.subarray(0, 3), 5)).toBe(false);
  expect(isIntact(record, 6)).toBe(false);
});
