import { expect, test } from "vitest";
import type { Chunk } from "../../../src/sealed/chunk-reader.ts";
import { createChunkCache } from "../../../src/store/chunk-cache.ts";

function chunk(sizeBytes: number, readable = 1): Chunk {
  return { sizeBytes, readable } as Chunk;
}

test("chunks are kept by count and bytes, apart for each segment, and dropped with theirs", () => {
  const cache = createChunkCache({ chunks: 3, sizeBytes: 10_000 });
  const [a, b] = [cache.register(), cache.register()];
  let reads = 0;
  const get = (segment: number, ordinal: number, sizeBytes = 10): Chunk =>
    cache.get(segment, { chunk: ordinal, slot: 0 }, () => {
      reads++;
      return chunk(sizeBytes);
    });
  get(a, 0);
  get(b, 0);
  get(a, 0);
  expect([reads, cache.hits, cache.misses]).toEqual([2, 1, 2]);
  cache.drop(a);
  get(b, 0);
  get(a, 0);
  expect(reads).toBe(3);
  get(a, 1, 8500); // takes nearly all bytes
  get(b, 0);
  expect(reads).toBe(5);
  expect(() =>
    cache.get(a, { chunk: 9, slot: 0 }, () => {
      throw new Error("damaged");
    }),
  ).toThrow("damaged");
});

test("a chunk is read up to the slot at first, and whole once more of it is wanted", () => {
  const cache = createChunkCache({ chunks: 3, sizeBytes: 10_000 });
  const segment = cache.register();
  const wanted: (number | undefined)[] = [];
  const get = (slot: number): Chunk =>
    cache.get(segment, { chunk: 4, slot }, (upTo) => {
      wanted.push(upTo);
      return chunk(10, upTo === undefined ? 50 : upTo + 1);
    });
  for (const slot of [7, 0, 7, 8, 49, 1]) expect(get(slot).readable).toBeGreaterThan(slot);
  expect(wanted).toEqual([7, undefined]);
});
