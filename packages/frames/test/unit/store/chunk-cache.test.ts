import { expect, test } from "vitest";
import type { Chunk } from "../../../src/sealed/chunk-reader.ts";
import { createChunkCache } from "../../../src/store/chunk-cache.ts";

function chunk(sizeBytes: number): Chunk {
  return { sizeBytes } as Chunk;
}

test("chunks are kept by count and bytes, apart for each segment, and dropped with theirs", () => {
  const cache = createChunkCache({ chunks: 3, sizeBytes: 10_000 });
  const [a, b] = [cache.register(), cache.register()];
  let reads = 0;
  const get = (segment: number, ordinal: number, sizeBytes = 10): Chunk =>
    cache.get(segment, ordinal, () => {
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
    cache.get(a, 9, () => {
      throw new Error("damaged");
    }),
  ).toThrow("damaged");
});
