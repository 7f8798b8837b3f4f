import { expect, test } from "vitest";
import { createPersistenceQueue } from "../../../src/queue/persistence-queue.ts";

test("the highest and the lowest are at hand, and pop takes the highest", () => {
  const queue = createPersistenceQueue();
  for (const [id, persistence] of [
    ["a", 0.5],
    ["b", 0.9],
    ["c", 0.1],
  ] as const)
    queue.push(id, persistence);
  expect(queue.highest).toEqual({ id: "b", persistence: 0.9 });
  expect(queue.lowest).toEqual({ id: "c", persistence: 0.1 });
  expect(queue.pop()).toEqual({ id: "b", persistence: 0.9 });
  expect(queue.toArray().map(({ id }) => id)).toEqual(["a", "c"]);
});

test("a full queue evicts the lowest, and that may be the new one", () => {
  const queue = createPersistenceQueue({ capacity: 2 });
  expect(queue.push("a", 0.5)).toBeUndefined();
  queue.push("b", 0.6);
  expect(queue.push("c", 0.9)).toEqual({ id: "a", persistence: 0.5 });
  expect(queue.push("d", 0.1)).toEqual({ id: "d", persistence: 0.1 });
  expect(queue.toArray().map(({ id }) => id)).toEqual(["c", "b"]);
});

test("among equals the older one is evicted first", () => {
  const queue = createPersistenceQueue({ capacity: 2 });
  for (const id of ["a", "b", "c"]) queue.push(id, 0.5);
  expect(queue.toArray().map(({ id }) => id)).toEqual(["c", "b"]);
});

test("pushing an id again moves it", () => {
  const queue = createPersistenceQueue({ capacity: 2 });
  queue.push("a", 0.9);
  queue.push("b", 0.5);
  expect(queue.push("a", 0.1)).toBeUndefined();
  expect(queue.size).toBe(2);
  expect(queue.get("a")).toEqual({ id: "a", persistence: 0.1 });
  expect(queue.lowest?.id).toBe("a");
});

test("one can be taken out by id", () => {
  const queue = createPersistenceQueue();
  queue.push("a", 0.9);
  expect(queue.remove("a")).toBe(true);
  expect(queue.remove("a")).toBe(false);
  expect([queue.size, queue.has("a"), queue.highest, queue.lowest, queue.pop()]).toEqual([
    0,
    false,
    undefined,
    undefined,
    undefined,
  ]);
});

test("it holds 10,000 unless told, and at least one", () => {
  expect(createPersistenceQueue().capacity).toBe(10_000);
  expect(() => createPersistenceQueue({ capacity: 0 })).toThrow(RangeError);
  expect(() => createPersistenceQueue().push("a", 1.1)).toThrow(/persistence/);
});
