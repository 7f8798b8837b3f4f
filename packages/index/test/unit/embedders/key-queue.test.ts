import { expect, test } from "vitest";
import { createKeyQueue } from "../../../src/embedders/key-queue.ts";

test("keys come out in the order of adding, each once", () => {
  const queue = createKeyQueue();
  queue.add([3, 1, 3]);
  queue.add([2, 1]);
  expect([queue.size, queue.take(2), queue.take(9), queue.size]).toEqual([3, [3, 1], [2], 0]);
});

test("what is put back comes first, and does not wait twice", () => {
  const queue = createKeyQueue();
  queue.add([1, 2, 3]);
  const taken = queue.take(2);
  queue.add([1]);
  queue.putBack(taken);
  queue.add([2]);
  expect([queue.size, queue.take(9)]).toEqual([3, [1, 2, 3]]);
});

test("a key that failed waits at the end, and is set aside at the third time, until it is let in again", () => {
  const queue = createKeyQueue();
  queue.add([7, 8]);
  for (const expected of [7, 8, 7]) {
    const [key] = queue.take(1);
    expect(key).toBe(expected);
    queue.fail(key!);
  }
  expect(queue.take(1)).toEqual([8]);
  expect(queue.take(1)).toEqual([7]);
  queue.fail(7);
  queue.add([7]);
  expect([queue.size, [...queue.setAside]]).toEqual([0, [7]]);
  queue.retrySetAside();
  expect([queue.take(1), queue.setAside.size]).toEqual([[7], 0]);
});

test("a dropped key is nowhere", () => {
  const queue = createKeyQueue();
  queue.add([1, 2]);
  for (let failures = 0; failures < 3; failures++) queue.fail(3);
  for (const key of [1, 3]) queue.drop(key);
  expect([queue.take(9), queue.setAside.size]).toEqual([[2], 0]);
});
