import { expect, test } from "vitest";
import { addToBloom, bloomBytes, mayHold } from "../../../src/sealed/bloom.ts";
import { mix } from "../../../src/sealed/keys.ts";

test("every key is found, and about one absent key in a hundred", () => {
  const keys = 50_000;
  const sizeBytes = bloomBytes(keys);
  const bytes = new Uint8Array(sizeBytes);
  for (let n = 0; n < keys; n++) addToBloom(bytes, sizeBytes, mix(n));
  let falseHits = 0;
  for (let n = 0; n < keys; n++) {
    if (!mayHold(bytes, sizeBytes, mix(n))) throw new Error(`lost key ${n}`);
    if (mayHold(bytes, sizeBytes, mix(n + keys))) falseHits++;
  }
  expect(falseHits / keys).toBeLessThan(0.02);
});

test("the filter has whole blocks", () => {
  expect([bloomBytes(0), bloomBytes(1), bloomBytes(51), bloomBytes(52)]).toEqual([0, 64, 64, 128]);
});
