import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NONE } from "../../../src/segment/section-documents.ts";
import { createSessionNumbers, layeredNumbers, type SessionNumbers } from "../../../src/view/session-numbers.ts";

/** Few keys, so that sections share sessions; some of them differ in one half only. */
const someKey = fc
  .tuple(fc.constantFrom(0n, 1n, 2n ** 31n, 2n ** 32n - 1n), fc.bigInt({ min: 0n, max: 20n }))
  .map(([high, low]) => (high << 32n) | low);
const someSections = fc.array(fc.uniqueArray(someKey, { maxLength: 40 }), { maxLength: 8 });

function findKey(numbers: SessionNumbers, key: bigint): number {
  return numbers.find(Number(key & 0xffffffffn), Number(key >> 32n));
}

/** Numbers every section, and compares with a map from keys to numbers. */
function checkSections(numbers: SessionNumbers, sections: readonly bigint[][], known: Map<bigint, number>): void {
  for (const keys of sections) {
    const shared = keys.filter((key) => known.has(key)).map((key) => known.get(key)!);
    const given = numbers.numberAll(BigUint64Array.from(keys));
    expect([...given.shared].toSorted((a, b) => a - b)).toEqual(shared.toSorted((a, b) => a - b));
    for (const [at, key] of keys.entries()) {
      if (!known.has(key)) known.set(key, given.sessionOf[at]!);
      expect(given.sessionOf[at]).toBe(known.get(key));
      expect(findKey(numbers, key)).toBe(known.get(key));
    }
    expect([...known.values()].toSorted((a, b) => a - b)).toEqual(Array.from({ length: known.size }, (_, n) => n));
    expect(numbers.count).toBe(known.size);
  }
}

describe("session numbers", () => {
  test("each key has one number, from 0 without gaps; what was known before is told", () => {
    fc.assert(
      fc.property(someSections, (sections) => {
        checkSections(createSessionNumbers(), sections, new Map());
      }),
    );
  });

  test("a layer goes on where the numbers below it end, and leaves them as they are", () => {
    fc.assert(
      fc.property(someSections, someSections, (below, above) => {
        const base = createSessionNumbers();
        const known = new Map<bigint, number>();
        checkSections(base, below, known);
        const { count } = base;
        checkSections(layeredNumbers(base), above, new Map(known));
        expect(base.count).toBe(count);
        for (const [key, number] of known) expect(findKey(base, key)).toBe(number);
      }),
    );
  });

  test("a key that was never numbered has none", () => {
    const numbers = createSessionNumbers(100);
    numbers.numberAll(BigUint64Array.of(5n, 6n));
    expect(findKey(numbers, 7n)).toBe(NONE);
    expect(findKey(layeredNumbers(numbers), 7n)).toBe(NONE);
  });

  test("more sessions than were expected find room", () => {
    const numbers = createSessionNumbers(10);
    const keys = BigUint64Array.from({ length: 5000 }, (_, n) => BigInt(n) * 0x9e3779b97f4a7c15n);
    expect(numbers.numberAll(keys).sessionOf.at(-1)).toBe(4999);
    expect(numbers.numberAll(keys).shared).toHaveLength(5000);
  });
});
