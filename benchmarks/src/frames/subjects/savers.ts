/** Savers: so many at once, each saving again as soon as its last save is durable. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Figures } from "../question.ts";
import { createStopwatch } from "../subject.ts";

/** The finest the monitor can tell apart, in ms. */
const RESOLUTION_MS = 1;

/** @param save resolves when the save is durable. */
export async function runSavers(savers: number, roundMs: number, save: () => Promise<void>): Promise<Figures> {
  const times = createStopwatch(2_000_000);
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const start = performance.now();
  const end = start + roundMs;
  let saves = 0;
  let finished = start;
  const saver = async (): Promise<void> => {
    let now = performance.now();
    while (now < end) {
      await save();
      saves++;
      now = times.lap(now);
    }
    finished = now;
  };
  delay.enable();
  await Promise.all(Array.from({ length: savers }, saver));
  delay.disable();
  return {
    "saves/s": (saves / (finished - start)) * 1000,
    ...times.figures(),
    "loop p99 ms": delay.percentile(99) / 1e6,
    "loop max ms": delay.max / 1e6,
  };
}
