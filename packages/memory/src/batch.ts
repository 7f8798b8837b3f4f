/** Batch calls: one verb for many ids. Each id is answered for itself, in the order of the ids. */
import type { FrameId } from "@vidmem/frames";
import type { Memory } from "./memory.ts";
import { getMemory } from "./recall.ts";
import { forgetMemory } from "./revise.ts";
import type { StoreState } from "./store-state.ts";

/** How many verbs of a batch are under way at a time: enough to share writes, few enough to bound memory. */
const AT_A_TIME = 256;

/** What `forgetMany` did. */
export interface ForgetManyResult {
  readonly forgotten: number;
  /** Ids of which there was no memory. */
  readonly absent: number;
}

/** The memories with these ids, each counted as an access; `undefined` in the place of one that is not there. */
export async function getMemories(state: StoreState, ids: readonly FrameId[]): Promise<(Memory | undefined)[]> {
  const memories: (Memory | undefined)[] = [];
  for (const id of ids) memories.push(await getMemory(state, id));
  return memories;
}

/** Forgets many, sharing writes and syncs. */
export async function forgetMemories(state: StoreState, ids: readonly FrameId[]): Promise<ForgetManyResult> {
  let forgotten = 0;
  for (let from = 0; from < ids.length; from += AT_A_TIME) {
    const some = ids.slice(from, from + AT_A_TIME);
    const found = await Promise.all(some.map((id) => forgetMemory(state, id)));
    forgotten += found.filter(Boolean).length;
  }
  return { forgotten, absent: ids.length - forgotten };
}
