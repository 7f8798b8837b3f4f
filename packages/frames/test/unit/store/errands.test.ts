import { expect, test } from "vitest";
import { createErrands } from "../../../src/store/errands.ts";

const NOTHING = async (): Promise<void> => undefined;

test("an errand is due once what came before it is committed, the oldest first", async () => {
  const errands = createErrands();
  const done: string[] = [];
  const later = errands.send(5, async () => void done.push("later"));
  const sooner = errands.send(3, async () => void done.push("sooner"));
  const last = errands.send(5, NOTHING);
  expect(errands.due(2)).toBeUndefined();
  await errands.run(errands.due(4)!);
  await sooner;
  expect(errands.due(4)).toBeUndefined();
  await errands.run(errands.due(5)!);
  await later;
  expect(done).toEqual(["sooner", "later"]);
  await errands.run(errands.due(5)!);
  await last;
  expect(errands.due(5)).toBeUndefined();
});

test("an errand whose work fails is still queued, and fails with the others", async () => {
  const errands = createErrands();
  const failing = errands.send(1, () => Promise.reject(new Error("the disk is full")));
  await expect(errands.run(errands.due(1)!)).rejects.toThrow("the disk is full");
  expect(errands.fail(new Error("poisoned"))).toBe(true);
  await expect(failing).rejects.toThrow("poisoned");
  expect(errands.due(1)).toBeUndefined();
});

test("whether somebody heard of a failure depends on who waits", () => {
  const errands = createErrands();
  expect(errands.fail(new Error("poisoned"))).toBe(false);
  void errands.send(1, NOTHING, "nobody");
  expect(errands.fail(new Error("poisoned"))).toBe(false);
});
