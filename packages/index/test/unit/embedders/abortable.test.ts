import { expect, test } from "vitest";
import { abortable } from "../../../src/embedders/abortable.ts";

const never = new Promise<never>(() => undefined);

test("work that ends first gives its value, or its error", async () => {
  const { signal } = new AbortController();
  expect(await abortable(Promise.resolve(1), signal)).toBe(1);
  expect(await abortable(Promise.resolve(1), undefined)).toBe(1);
  await expect(abortable(Promise.reject(new Error("no power")), signal)).rejects.toThrow("no power");
});

test("a signal that fires ends the waiting with its reason", async () => {
  const controller = new AbortController();
  const waiting = abortable(never, controller.signal);
  controller.abort(new Error("closing"));
  await expect(waiting).rejects.toThrow("closing");
  await expect(abortable(never, AbortSignal.abort(new Error("closed")))).rejects.toThrow("closed");
});

test("an error that comes after the signal is nobody's", async () => {
  const controller = new AbortController();
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<never>((_, reject) => (fail = reject));
  const waiting = abortable(work, controller.signal);
  controller.abort(new Error("closing"));
  await expect(waiting).rejects.toThrow("closing");
  fail(new Error("late"));
  await expect(work).rejects.toThrow("late");
});
