import type { Drift } from "@vidmem/significance";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createDriftWatch } from "../../../src/drift/drift-watch.ts";

const found = (score: number): Drift => ({
  score,
  drifted: score > 0,
  enough: true,
  facets: {} as never,
  evidence: [],
});

test("it measures when the history grew enough, one at a time, and remembers", async () => {
  let measurements = 0;
  const measure = async (): Promise<Drift> => {
    measurements++;
    await sleep(5);
    return found(measurements / 10);
  };
  const watch = createDriftWatch({ clock: () => 7, measure, every: 100 });
  watch.check(99);
  expect(measurements).toBe(0);
  for (const places of [100, 250, 400]) watch.check(places);
  expect(measurements).toBe(1);
  while (watch.last === undefined) await sleep(1);
  expect(watch.last).toEqual({ at: 7, score: 0.1, drifted: true });
  watch.check(199);
  expect(measurements).toBe(1);
  watch.check(200);
  expect(measurements).toBe(2);
});

test("a measurement that fails leaves the last result, and closing ends the watch", async () => {
  let signal: AbortSignal | undefined;
  const measure = async (given: AbortSignal): Promise<Drift> => {
    signal = given;
    throw new Error("disk");
  };
  const watch = createDriftWatch({ clock: () => 1, measure, every: 1 });
  watch.remember(found(0.5));
  watch.check(1);
  await sleep(1);
  expect(watch.last).toMatchObject({ score: 0.5 });
  watch.close();
  expect(signal?.aborted).toBe(true);
  signal = undefined;
  watch.check(100);
  expect(signal).toBeUndefined();
});
