/**
 * Decay: memories that nobody reads lose importance. The arithmetic is in @vidmem/significance; a change worth writing becomes a
 * new version, which remembers when it decayed and how often it had been accessed, so that the next decay goes on from there.
 * Invariant: decaying twice, or again after an interruption, ends where decaying once at the later time ends.
 */
import type { Appended, FrameId } from "@vidmem/frames";
import { decayImportance } from "@vidmem/significance";
import { isCurrent } from "../current.ts";
import type { StoreState } from "../store-state.ts";
import { supersede } from "../versions.ts";
import { walkMemories, type UpkeepOptions, type Visited, type WalkResult } from "./walk.ts";

/** A memory whose importance decay changed, 0..1. */
export interface DecayChange {
  readonly id: FrameId;
  readonly from: number;
  readonly to: number;
}

export interface DecayOptions extends UpkeepOptions {
  /** Told of each change once it is saved (in a dry run: of each that would be). */
  readonly onChange?: ((change: DecayChange) => void) | undefined;
}

/** What decay did. */
export interface DecayResult extends WalkResult {
  /** Memories with a new importance. */
  readonly changed: number;
}

/** Decays every stored memory but solitons. When it ends, however it ends, what it changed is durable. */
export async function decayMemories(state: StoreState, options: DecayOptions = {}): Promise<DecayResult> {
  const now = state.clock();
  let changed = 0;
  let last: Appended | undefined;
  try {
    const walked = await walkMemories(state, options, async (memory) => {
      const change = changeOf(state, memory, now);
      if (change === undefined) return;
      if (options.dryRun !== true) {
        const appended = await writeChange(state, memory, { change, now });
        if (appended === undefined) return; // somebody changed it meanwhile
        last = appended;
      }
      changed++;
      options.onChange?.(change);
    });
    return { ...walked, changed };
  } finally {
    await last?.durable;
  }
}

function changeOf(state: StoreState, { id, savedAt, record }: Visited, now: number): DecayChange | undefined {
  const { type, importance, timestamp, lastDecay } = record;
  const { count, last } = state.accesses.of(id);
  // Saving and updating are accesses too; a version that decay wrote is none.
  const saved = lastDecay?.at === savedAt ? Math.min(timestamp, savedAt) : savedAt;
  const lastAccessedAt = Math.max(saved, last ?? saved);
  const decay = decayImportance({ type, importance, accessCount: count, lastAccessedAt, lastDecay, now });
  return decay.worthWriting ? { id, from: importance, to: decay.importance } : undefined;
}

function writeChange(
  state: StoreState,
  { id, seq, record }: Visited,
  { change, now }: { readonly change: DecayChange; readonly now: number },
): Promise<Appended | undefined> {
  const lastDecay = { at: now, accessCount: state.accesses.of(id).count };
  const decayed = { ...record, importance: change.to, lastDecay };
  return supersede(state, { id, record: decayed, savedAt: now, sameContentAs: seq }, () => isCurrent(state, id, seq));
}
