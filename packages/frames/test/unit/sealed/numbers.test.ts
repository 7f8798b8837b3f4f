import { expect, test } from "vitest";
import { fromZigzag, readInt64, readVarints, toZigzag, writeInt64, writeVarint } from "../../../src/sealed/numbers.ts";

const NUMBERS = [0, 1, 127, 128, 16383, 16384, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 49, Number.MAX_SAFE_INTEGER];

test("varints read back, and as many bytes are used as the page says", () => {
  const bytes = Buffer.alloc(100);
  let at = 0;
  for (const number of NUMBERS) at = writeVarint(bytes, number, at);
  const into = new Float64Array(NUMBERS.length);
  expect(readVarints(bytes, 0, into)).toBe(at);
  expect([...into]).toEqual(NUMBERS);
});

test("varints that end too early or are too long are refused", () => {
  const one = new Float64Array(1);
  expect(readVarints(Uint8Array.of(0x80), 0, one)).toBe(-1);
  expect(readVarints(new Uint8Array(0), 0, one)).toBe(-1);
  expect(readVarints(new Uint8Array(20).fill(0x80), 0, one)).toBe(-1);
  expect(readVarints(new Uint8Array([255, 255, 255, 255, 255, 255, 255, 127]), 0, one)).toBe(-1);
});

test("8-byte integers keep their sign", () => {
  const bytes = Buffer.alloc(8);
  for (const number of NUMBERS.flatMap((value) => [value, -value])) {
    writeInt64(bytes, number, 0);
    expect(readInt64(bytes, 0)).toBe(number === 0 ? 0 : number);
  }
});

test("zigzag is undone exactly up to 2^52", () => {
  for (const number of [0, 1, -1, 2, -2, 2 ** 52 - 1, -(2 ** 52 - 1)])
    expect(fromZigzag(toZigzag(number))).toBe(number);
  expect([0, -1, 1, -2].map((value) => toZigzag(value))).toEqual([0, 1, 2, 3]);
});
