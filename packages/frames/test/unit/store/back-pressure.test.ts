import { expect, test } from "vitest";
import { createBackPressure } from "../../../src/store/back-pressure.ts";

function pressureAt(start: number) {
  const queue = { bytes: start };
  return { queue, pressure: createBackPressure(() => queue.bytes, 100) };
}

test("below the bound nobody waits; above it they are woken when the queue is below it again", async () => {
  const { queue, pressure } = pressureAt(99);
  expect(pressure.room()).toBeUndefined();
  queue.bytes = 100;
  const woken: number[] = [];
  const waiting = [1, 2].map((n) => pressure.room()!.then(() => woken.push(n)));
  pressure.relieve();
  await Promise.resolve();
  expect(woken).toEqual([]);
  queue.bytes = 99;
  pressure.relieve();
  await Promise.all(waiting);
  expect(woken).toEqual([1, 2]);
});

test("a frame is refused above twice the bound, unless it would be alone", () => {
  const { queue, pressure } = pressureAt(0);
  pressure.assertRoom(1_000_000);
  queue.bytes = 150;
  pressure.assertRoom(50);
  expect(() => pressure.assertRoom(51)).toThrow(expect.objectContaining({ code: "FRAMES_BUSY" }));
});

test("who waits when writing fails hears of it", async () => {
  const { pressure } = pressureAt(100);
  expect(pressure.fail(new Error("poisoned"))).toBe(false);
  const waiting = pressure.room()!;
  expect(pressure.fail(new Error("poisoned"))).toBe(true);
  await expect(waiting).rejects.toThrow("poisoned");
});
