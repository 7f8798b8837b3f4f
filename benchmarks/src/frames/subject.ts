/** Subject: what a contestant measures, and how times become figures. */
import { percentile } from "../statistics.ts";
import type { Params } from "./contestant.ts";
import type { Figures } from "./question.ts";

export interface Subject {
  /** Measures once. */
  round(): Promise<Figures>;
  close(): Promise<void>;
}

export type SetUp = (params: Params) => Promise<Subject>;

/** Takes a parameter that must be there. */
export function text(params: Params, name: string): string {
  const value = params[name];
  if (typeof value !== "string") throw new TypeError(`${name} must be a string`);
  return value;
}

/** Takes a parameter that must be there. */
export function number(params: Params, name: string): number {
  const value = params[name];
  if (typeof value !== "number") throw new TypeError(`${name} must be a number`);
  return value;
}

/** Collects durations. */
export interface Stopwatch {
  /** Adds the time since a `performance.now()` and gives the time now. */
  lap(since: number): number;
  /** p50, p95 and p99 in µs. */
  figures(): Figures;
}

export function createStopwatch(capacity: number): Stopwatch {
  const times = new Float64Array(capacity);
  let count = 0;
  return {
    lap(since) {
      const now = performance.now();
      if (count < capacity) times[count++] = (now - since) * 1000;
      return now;
    },
    figures() {
      const kept = times.subarray(0, count);
      return { "p50 µs": percentile(kept, 50), "p95 µs": percentile(kept, 95), "p99 µs": percentile(kept, 99) };
    },
  };
}
