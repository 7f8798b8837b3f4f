import { toFrameId, type FrameId } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createWorkingSet } from "../../../src/typed/working-set.ts";

const id = (n: number): FrameId => toFrameId(n.toString(16).padStart(16, "0"));

test("the least recently used one is surplus, and only above the capacity", () => {
  const set = createWorkingSet(2);
  set.load("n", [id(1), id(2)]);
  expect(set.surplus("n")).toBeUndefined();
  set.add("n", id(3));
  expect(set.surplus("n")).toBe(id(1));
  set.use("n", id(1));
  expect(set.surplus("n")).toBe(id(2));
  set.remove("n", id(2));
  expect(set.surplus("n")).toBeUndefined();
});

test("adding one that is there keeps its place, using one that is not there adds nothing", () => {
  const set = createWorkingSet(1);
  set.load("n", [id(1), id(2)]);
  set.add("n", id(1));
  expect(set.surplus("n")).toBe(id(1));
  set.remove("n", id(1));
  set.use("n", id(9));
  expect(set.surplus("n")).toBeUndefined();
});

test("a namespace that is not known takes nothing and has no surplus", () => {
  const set = createWorkingSet(1);
  set.add("n", id(1));
  set.use("n", id(1));
  set.remove("n", id(1));
  expect(set.isLoaded("n")).toBe(false);
  expect(set.surplus("n")).toBeUndefined();
});

test("at most 1,000 namespaces are known", () => {
  const set = createWorkingSet(1);
  for (let n = 0; n <= 1000; n++) set.load(`n${n}`, []);
  expect(set.isLoaded("n0")).toBe(false);
  expect(set.isLoaded("n1")).toBe(true);
  expect(set.isLoaded("n1000")).toBe(true);
});
