/**
 * Drift of a store: are the memories that were saved last unlike those before? The comparison is @vidmem/significance's; here
 * is which memories it sees: the newest 500, against 20 runs of 100 neighbours spread evenly over all the history before. So it
 * costs the same at any size, and neighbours keep their episodes together, which the comparison counts.
 */
import { setImmediate } from "node:timers/promises";
import { isVidmemError } from "@vidmem/frames";
import { createDriftSummary, driftBetween, type Drift, type DriftSummary } from "@vidmem/significance";
import { isCurrent } from "../current.ts";
import { readRecord, textOf } from "../records/memory-frame.ts";
import type { StoreState } from "../store-state.ts";

const RECENT = 500;
const RUNS = 20;
const RUN = 100;
/** In a small store the newest third is what is recent. */
const RECENT_PART = 3;
/** Features of a text take some 30 µs: others get their turn after this many. */
const YIELD_EVERY = 32;

/** A range of places in history, both included. */
interface Run {
  readonly fromSeq: number;
  readonly toSeq: number;
}

/**
 * Reads at most 2,500 places of history. The evidence quotes words of memories: it is for whoever may read the store.
 * @throws FramesError FRAMES_IO; the signal's reason. Damaged places are passed over.
 */
export async function measureDrift(
  state: StoreState,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Drift> {
  const last = state.log.stats().frames;
  const recentFrom = last - Math.min(RECENT, Math.floor(last / RECENT_PART)) + 1;
  const [before, recent] = [createDriftSummary(), createDriftSummary()];
  for (const run of runsUpTo(recentFrom - 1)) await observe(state, run, { into: before, signal });
  await observe(state, { fromSeq: recentFrom, toSeq: last }, { into: recent, signal });
  return driftBetween(before, recent);
}

/** All of a short history, or runs spread evenly over a long one; they never overlap. */
export function runsUpTo(last: number): Run[] {
  if (last <= RUNS * RUN) return last < 1 ? [] : [{ fromSeq: 1, toSeq: last }];
  return Array.from({ length: RUNS }, (_, n) => {
    const fromSeq = 1 + Math.floor((n * (last - RUN)) / (RUNS - 1));
    return { fromSeq, toSeq: fromSeq + RUN - 1 };
  });
}

async function observe(
  state: StoreState,
  run: Run,
  { into, signal }: { readonly into: DriftSummary; readonly signal: AbortSignal | undefined },
): Promise<void> {
  let seen = 0;
  try {
    for await (const frame of state.log.scan({ ...run, signal })) {
      if (++seen % YIELD_EVERY === 0) await setImmediate();
      const record = isCurrent(state, frame.id, frame.seq) ? readRecord(frame) : undefined;
      if (record === undefined) continue;
      const { timestamp, session, speaker, tags, type } = record;
      into.observe({ text: textOf(record.content), timestamp, session, speaker, tags, type });
    }
  } catch (error) {
    if (!isVidmemError(error) || error.code !== "FRAMES_CORRUPT") throw error;
  }
}
