import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyChains, wordsOfBytes, wordsOfHex } from "../../../src/store/key-chains.ts";

test("finds all rows of each key, newest first, like a Map", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2000), { maxLength: 6000, size: "max" }), fc.integer(), (names, seed) => {
      const chains = createKeyChains(seed);
      const oracle = new Map<number, number[]>();
      for (const [index, name] of names.entries()) {
        const row = index * 2; // rows may be left out
        chains.add(row, name >>> 5, name * 0x1_0001);
        oracle.set(name, [row, ...(oracle.get(name) ?? [])]);
      }
      for (const [name, rows] of oracle) {
        const found: number[] = [];
        for (let row = chains.newest(name >>> 5, name * 0x1_0001); row >= 0; row = chains.older(row)) found.push(row);
        expect(found).toEqual(rows);
      }
      expect(chains.newest(0xffff_ffff, 0xffff_ffff)).toBe(-1);
    }),
    { numRuns: 15 },
  );
});

test("hex and bytes give the same words", () => {
  expect(wordsOfHex("0123456789abcdef")).toEqual([0x0123_4567, 0x89ab_cdef | 0]);
  expect(wordsOfBytes(Uint8Array.from([0, 1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]).subarray(1))).toEqual([
    0x0123_4567,
    0x89ab_cdef | 0,
  ]);
});
