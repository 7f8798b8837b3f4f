/** Assertions about cosines that may be a little off, as quantised ones are. */
import assert from "node:assert/strict";
import type { VectorHit } from "../vectors/vector-index.ts";

/** Assertions with a tolerance. */
export interface CosineAssertions {
  readonly assertCosines: (found: ArrayLike<number>, expected: ArrayLike<number>) => void;
  /** As many hits with about the same cosines; a key may only give way to one that is about as near. */
  readonly assertHits: (found: readonly VectorHit[], expected: readonly VectorHit[]) => void;
}

/** @param tolerance how far a cosine may be from the true one. */
export function createCosineAssertions(tolerance: number): CosineAssertions {
  const assertCosines = (found: ArrayLike<number>, expected: ArrayLike<number>): void => {
    assert.equal(found.length, expected.length);
    for (let at = 0; at < found.length; at++)
      assert.ok(Math.abs(found[at]! - expected[at]!) <= tolerance, `${found[at]} is not about ${expected[at]}`);
  };
  return {
    assertCosines,
    assertHits(found, expected) {
      assertCosines(
        found.map(({ cosine }) => cosine),
        expected.map(({ cosine }) => cosine),
      );
      const keys = new Set(found.map(({ key }) => key));
      assert.equal(keys.size, found.length, "a key came twice");
      const doubtful = (expected.at(-1)?.cosine ?? 0) + 2 * tolerance;
      for (const { key, cosine } of expected)
        assert.ok(keys.has(key) || cosine <= doubtful, `key ${key} with cosine ${cosine} is not found`);
    },
  };
}
