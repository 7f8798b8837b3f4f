import { expect, test } from "vitest";
import { createBackPressure } from "../../../src/store/back-pressure.ts";

test("below the bound nobody waits; above it they are woken when the queue is below it again", async () => {
  const pressure = createBackPressure(100);
  expect(pressure.room(99)).toBeUndefined();
  const woken: number[] = [];
  const waiting = [1, 2].map((n) => pressure.room(100)!.then(() => woken.push(n)));
  pressure.relieve(100);
  await Promise.resolve();
  expect(woken).toEqual([]);
  pressure.relieve(99);
  await Promise.all(waiting);
  expect(woken).toEqual([1, 2]);
});

test("a frame is refused above twice the bound, unless it would be alone", () => {
  const pressure = createBackPressure(100);
  pressure.assertRoom(0, 1_000_000);
  pressure.assertRoom(150, 50);
  expect(() => pressure.assertRoom(150, 51)).toThrow(expect.objectContaining({ code: "FRAMES_BUSY" }));
});

test("who waits when writing fails hears of it", async () => {
  const pressure = createBackPressure(100);
  expect(pressure.fail(new Error("poisoned"))).toBe(false);
  const waiting = pressure.room(100)!;
  expect(pressure.fail(new Error("poisoned"))).toBe(true);
  await expect(waiting).rejects.toThrow("poisoned");
});
