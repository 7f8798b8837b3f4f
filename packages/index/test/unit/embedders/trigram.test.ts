import { expect, test } from "vitest";
import { createTrigramEmbedder, embedTrigrams, TRIGRAM_DIMENSIONS } from "../../../src/embedders/trigram.ts";

test("a vector has length one", () => {
  const squares = embedTrigrams("the quick brown fox").reduce((sum, value) => sum + value * value, 0);
  expect(squares).toBeCloseTo(1, 5);
});

test("fewer than three characters give the zero vector", () => {
  for (const text of ["", "a", "ab"]) expect(embedTrigrams(text).every((value) => value === 0)).toBe(true);
});

test("the places are those of FNV-1a, so that stored vectors keep their meaning", () => {
  expect(embedTrigrams("abc").findIndex((value) => value > 0)).toBe(fnv1aOfUtf16("abc") % TRIGRAM_DIMENSIONS);
  expect(embedTrigrams("é漢🎉"[0]! + "漢x").findIndex((value) => value > 0)).toBe(
    fnv1aOfUtf16("é漢x") % TRIGRAM_DIMENSIONS,
  );
});

test("one vector per text, in order", async () => {
  const embedder = createTrigramEmbedder();
  const vectors = await embedder.embed(["abc", "xyz", "abc"]);
  expect(vectors[0]).toEqual(vectors[2]);
  expect(vectors[0]).not.toEqual(vectors[1]);
  expect(vectors.every((vector) => vector.length === embedder.dimensions)).toBe(true);
});

/** The published algorithm, over the bytes of UTF-16LE, in whole numbers. */
function fnv1aOfUtf16(text: string): number {
  let hash = 0x811c9dc5n;
  for (const byte of Buffer.from(text, "utf16le")) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn;
  return Number(hash);
}
