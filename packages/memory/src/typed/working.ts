/**
 * Working memories: at most `workingCapacity` in a namespace. Whoever saves one more forgets the least recently used one, with
 * a tombstone like any `forget`, so that it is gone after a restart too.
 */
import type { FrameId } from "@vidmem/frames";
import type { StoreState } from "../store-state.ts";
import { endMemory } from "../versions.ts";

/** Makes the namespace's working memories known, in the order of their last use; call it before one is saved. */
export async function loadWorking(state: StoreState, namespace: string): Promise<void> {
  const lastUses = new Map<number, LastUse | undefined>();
  while (!state.working.isLoaded(namespace)) {
    const seqs = [...state.index.select({ namespace, types: ["working"] })];
    const unread = seqs.filter((seq) => !lastUses.has(seq));
    for (const seq of unread) lastUses.set(seq, await readLastUse(state, seq));
    if (unread.length > 0) continue;
    // Invariant: from the look at the index to here nothing was awaited, so nothing that was saved meanwhile is missed.
    const uses = seqs.map((seq) => lastUses.get(seq)).filter((use) => use !== undefined);
    const ids = uses.toSorted((a, b) => a.at - b.at).map(({ id }) => id);
    state.working.load(namespace, ids);
  }
}

/** A working memory was saved or updated: it is the most recently used one, and what is beyond the capacity is forgotten. */
export function useWorking(state: StoreState, id: FrameId, namespace: string): void {
  state.working.use(namespace, id);
  trimWorking(state, namespace);
}

/** When the log's queue is full, the next call does it. */
function trimWorking(state: StoreState, namespace: string): void {
  for (let id = state.working.surplus(namespace); id !== undefined; id = state.working.surplus(namespace)) {
    if (endMemory(state, id) === undefined) return;
    state.working.remove(namespace, id); // also when the store no longer had it
  }
}

interface LastUse {
  readonly id: FrameId;
  /** ms */
  readonly at: number;
}

/** Saving and updating are uses too. */
async function readLastUse(state: StoreState, seq: number): Promise<LastUse | undefined> {
  const frame = await state.log.readAt(seq);
  if (frame === undefined) return undefined;
  return { id: frame.id, at: Math.max(frame.timestamp, state.accesses.of(frame.id).last ?? 0) };
}
