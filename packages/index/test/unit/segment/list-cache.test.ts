import { expect, test } from "vitest";
import { createListCache } from "../../../src/segment/list-cache.ts";
import type { PostingList } from "../../../src/segment/posting-list.ts";

function aList(bytes: Uint8Array): PostingList {
  const figures = { units: 1, documents: 1, sessions: 1, gapBytes: 1, payloadBytes: bytes.length - 1 };
  return { ...figures, bytes, endUnit: 1, impactsAt: -1, skipsAt: 1, payloadAt: 1 };
}

const never = (): never => {
  throw new Error("read again");
};

test("a list is read once, and so is a term that is not there", () => {
  const lists = createListCache(100_000).ofSection();
  const list = aList(new Uint8Array(10));
  expect(lists.get("boat", () => list)).toEqual(list);
  expect(lists.get("boat", never)).toEqual(list);
  expect(lists.get("ship", () => undefined)).toBeUndefined();
  expect(lists.get("ship", never)).toBeUndefined();
});

test("sections do not share lists", () => {
  const cache = createListCache(100_000);
  cache.ofSection().get("boat", () => aList(new Uint8Array(10)));
  expect(cache.ofSection().get("boat", () => undefined)).toBeUndefined();
});

test("what lies in a slab is kept in memory of its own", () => {
  const slab = new Uint8Array(8192).fill(7);
  const lists = createListCache(100_000).ofSection();
  lists.get("boat", () => aList(slab.subarray(100, 110)));
  const kept = lists.get("boat", never)!;
  expect(kept.bytes.buffer.byteLength).toBe(10);
  expect(kept.bytes).toEqual(slab.slice(100, 110));
});

test("the bytes of all lists are bounded, the one longest unused goes first, and one that is too long is not kept", () => {
  const lists = createListCache(3000).ofSection();
  lists.get("a", () => aList(new Uint8Array(1000)));
  lists.get("b", () => aList(new Uint8Array(1000)));
  lists.get("a", never);
  lists.get("c", () => aList(new Uint8Array(1000)));
  lists.get("a", never);
  expect(() => lists.get("b", never)).toThrow(/read again/);
  lists.get("d", () => aList(new Uint8Array(5000)));
  expect(() => lists.get("d", never)).toThrow(/read again/);
});
