import { expect, test } from "vitest";
import { createIndexedHeap } from "../../../src/queue/indexed-heap.ts";

function heapOf(keys: readonly number[]): { first: number | undefined; remove: (slot: number) => void } {
  const heap = createIndexedHeap((a, b) => keys[a]! < keys[b]!);
  for (const slot of keys.keys()) heap.add(slot);
  return heap;
}

test("slots come out in order", () => {
  const heap = heapOf([5, 3, 9, 1, 7]);
  const order: number[] = [];
  while (heap.first !== undefined) {
    order.push(heap.first);
    heap.remove(heap.first);
  }
  expect(order).toEqual([3, 1, 0, 4, 2]);
});

test("taking out of the middle lets the one that fills the hole rise", () => {
  // The last slot (key 2) fills the hole of slot 4, whose parent has key 40.
  const heap = heapOf([0, 40, 1, 45, 50, 3, 2]);
  heap.remove(4);
  heap.remove(0);
  expect(heap.first).toBe(2);
  heap.remove(2);
  expect(heap.first).toBe(6);
});

test("an empty heap has no first", () => {
  expect(heapOf([]).first).toBeUndefined();
});
