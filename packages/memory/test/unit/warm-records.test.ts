import { expect, test } from "vitest";
import { toRecord } from "../../src/records/record.ts";
import { createWarmRecords } from "../../src/warm-records.ts";

const record = (content: string | object) => toRecord({ content: content as never }, 0);

test("the last 1,000 are there, and after 2,000 others one is not", () => {
  const warm = createWarmRecords();
  for (let seq = 1; seq <= 3000; seq++) warm.set(seq, record(`memory ${seq}`));
  for (let seq = 2001; seq <= 3000; seq++) expect(warm.get(seq)?.content).toBe(`memory ${seq}`);
  expect(warm.get(1)).toBeUndefined();
});

test("what is used stays while others come and go", () => {
  const warm = createWarmRecords();
  for (let seq = 1; seq <= 5000; seq++) {
    warm.set(seq, record("x"));
    expect(warm.get(1)).toBeDefined();
  }
});

test("large texts and structured contents, whose size nobody knows, are not kept", () => {
  const warm = createWarmRecords();
  warm.set(1, record("x".repeat(65_537)));
  warm.set(2, record({ a: 1 }));
  expect([warm.get(1), warm.get(2)]).toEqual([undefined, undefined]);
});

test("after clearing nothing is there", () => {
  const warm = createWarmRecords();
  warm.set(1, record("x"));
  warm.clear();
  expect(warm.get(1)).toBeUndefined();
});

test("hits and misses are counted, those of the old generation too", () => {
  const warm = createWarmRecords();
  for (let seq = 0; seq < 1001; seq++) warm.set(seq, record("tea"));
  for (const seq of [0, 1000, 5000]) warm.get(seq);
  expect([warm.hits, warm.misses]).toEqual([2, 1]);
});
