import { expect, test } from "vitest";
import type { ListedDocument } from "../../../src/listing/by-time.ts";
import { mergeListings } from "../../../src/listing/merge-listings.ts";

const at = (timestamp: number, ref: number): ListedDocument => ({ timestamp, ref });

test("listings in order become one in order; equal times go by reference", () => {
  const merged = mergeListings(
    [[at(1, 4), at(3, 1)].values(), [].values(), [at(1, 2), at(3, 5)].values()],
    "oldest-first",
  );
  expect([...merged].map(({ ref }) => ref)).toEqual([2, 4, 1, 5]);
});

test("newest first is exactly the other way round", () => {
  const merged = mergeListings([[at(3, 1), at(1, 4)].values(), [at(3, 5), at(1, 2)].values()], "newest-first");
  expect([...merged].map(({ ref }) => ref)).toEqual([5, 1, 4, 2]);
});

test("no more is taken from a listing than one ahead of what is asked for", () => {
  let taken = 0;
  function* listing(): Generator<ListedDocument> {
    for (let n = 0; ; n++, taken++) yield at(n, n);
  }
  const merged = mergeListings([listing()], "oldest-first");
  merged.next();
  merged.next();
  expect(taken).toBe(1);
});
