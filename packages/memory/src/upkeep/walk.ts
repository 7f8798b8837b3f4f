/**
 * The walk that upkeep takes over a store: every stored memory once, in the order in which its current version was saved, as of
 * the moment when the walk began. Memory is bounded by one batch of frames. What the walk itself saves it does not meet again.
 * Resuming: the walk can stop after so many memories and say where the next one goes on; and both upkeep verbs are made so that
 * running one again after an interruption does only what is left.
 */
import type { FrameId } from "@vidmem/frames";
import { isCurrent } from "../current.ts";
import { readHistory } from "../history.ts";
import type { Progress } from "../memory.ts";
import { readRecord } from "../records/memory-frame.ts";
import type { MemoryRecord } from "../records/record.ts";
import type { StoreState } from "../store-state.ts";

/** How an upkeep verb runs, is watched and stopped. */
export interface UpkeepOptions {
  /** Changes behaviour: where to go on, the `next` of an earlier result. Default: at the beginning. */
  readonly from?: number | undefined;
  /** Changes behaviour: most memories to look at, from 1. Default: all. */
  readonly limit?: number | undefined;
  /** Changes behaviour: tells what would be done, and writes nothing. Default false. */
  readonly dryRun?: boolean | undefined;
  /** Stops before the next memory; what was done stays, and running again does the rest. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A memory that the walk came to. */
export interface Visited {
  readonly id: FrameId;
  readonly seq: number;
  /** When its current version was saved, ms. */
  readonly savedAt: number;
  readonly record: MemoryRecord;
}

/** What every walk can say at its end. */
export interface WalkResult {
  /** Memories that were looked at. */
  readonly examined: number;
  /** Where to go on; absent when the end was reached. */
  readonly next?: number | undefined;
}

const KEYS: ReadonlySet<string> = new Set(["from", "limit", "dryRun", "signal", "onProgress", "onChange"]);
const PROGRESS_EVERY = 256;

/** Comes to each memory in turn and awaits what `visit` does. @throws RangeError, TypeError for misuse; the signal's reason. */
export async function walkMemories(
  state: StoreState,
  options: UpkeepOptions,
  visit: (memory: Visited) => Promise<void>,
): Promise<WalkResult> {
  const { from = 1, limit = Number.POSITIVE_INFINITY, signal, onProgress } = checked(options);
  let examined = 0;
  for await (const frame of readHistory(state.log, { signal, fromSeq: from })) {
    const record = readRecord(frame);
    if (record === undefined || !isCurrent(state, frame.id, frame.seq)) continue;
    if (examined === limit) return { examined, next: frame.seq };
    await visit({ id: frame.id, seq: frame.seq, savedAt: frame.timestamp, record });
    if (++examined % PROGRESS_EVERY === 0) onProgress?.({ done: examined, unit: "memories" });
  }
  onProgress?.({ done: examined, unit: "memories" });
  return { examined };
}

function checked(options: UpkeepOptions): UpkeepOptions {
  for (const key of Object.keys(options)) if (!KEYS.has(key)) throw new TypeError(`unknown option "${key}"`);
  for (const name of ["from", "limit"] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a whole number from 1`);
  }
  options.signal?.throwIfAborted();
  return options;
}
