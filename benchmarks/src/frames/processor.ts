/** Processor: how long this thread ran, and how long it had to wait for others. Linux only; elsewhere NaN. */
import { readFileSync } from "node:fs";

/** Times of this thread since it began, in ms. */
export interface ThreadTimes {
  readonly ranMs: number;
  /** Ready to run, while something else ran. */
  readonly waitedMs: number;
}

/** Source: Linux, Documentation/scheduler/sched-stats.rst: nanoseconds on the processor and on the run queue. */
export function threadTimes(): ThreadTimes {
  try {
    const [ran, waited] = readFileSync("/proc/thread-self/schedstat", "latin1").split(" ");
    return { ranMs: Number(ran) / 1e6, waitedMs: Number(waited) / 1e6 };
  } catch {
    return { ranMs: Number.NaN, waitedMs: Number.NaN };
  }
}
