/**
 * Drift watch: measures drift in the background when the history grew enough since the last time, and remembers what it found.
 * Invariants: one measurement at a time; it costs a save nothing; when it fails, the last result stays.
 */
import type { Drift } from "@vidmem/significance";

/** What is remembered: no evidence, because that quotes memories. */
export interface LastDrift {
  /** ms; when it was measured. */
  readonly at: number;
  /** 0..1; 0 when nothing moved beyond chance. */
  readonly score: number;
  readonly drifted: boolean;
}

export interface DriftWatch {
  readonly last: LastDrift | undefined;
  /** Looks whether it is time to measure: the history has that many places. */
  check(places: number): void;
  /** Remembers a measurement that somebody else asked for. */
  remember(drift: Drift): void;
  /** Ends what runs. */
  close(): void;
}

export interface DriftWatchOptions {
  readonly clock: () => number;
  readonly measure: (signal: AbortSignal) => Promise<Drift>;
  /** Places of history between two measurements. */
  readonly every?: number | undefined;
}

const EVERY = 500;

export function createDriftWatch({ clock, measure, every = EVERY }: DriftWatchOptions): DriftWatch {
  const stop = new AbortController();
  let last: LastDrift | undefined;
  let measuredPlaces = 0;
  let isRunning = false;

  function remember({ score, drifted }: Drift): void {
    last = { at: clock(), score, drifted };
  }

  async function run(places: number): Promise<void> {
    isRunning = true;
    measuredPlaces = places;
    try {
      remember(await measure(stop.signal));
    } catch {
      // The store is closing, or its disk fails: whoever saves or reads is told that; the next measurement comes.
    } finally {
      isRunning = false;
    }
  }

  return {
    get last() {
      return last;
    },
    check(places) {
      if (places - measuredPlaces >= every && !isRunning && !stop.signal.aborted) void run(places);
    },
    remember,
    close: () => stop.abort(),
  };
}
