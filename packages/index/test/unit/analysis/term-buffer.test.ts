import { expect, test } from "vitest";
import { appendTerm, createTermBuffer } from "../../../src/analysis/term-buffer.ts";

test("ids stay in order while the buffer grows, from any capacity", () => {
  for (const capacity of [0, 1, 7]) {
    const buffer = createTermBuffer(capacity);
    for (let id = 0; id < 100; id++) appendTerm(buffer, id);
    expect([...buffer.ids.subarray(0, buffer.count)]).toEqual(Array.from({ length: 100 }, (_, id) => id));
  }
});

test("an emptied buffer starts over in the same array", () => {
  const buffer = createTermBuffer(2);
  for (const id of [5, 6]) appendTerm(buffer, id);
  const { ids } = buffer;
  buffer.count = 0;
  appendTerm(buffer, 7);
  expect(buffer).toEqual({ ids, count: 1 });
  expect([...ids]).toEqual([7, 6]);
});
