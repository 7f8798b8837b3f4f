/** What a store knows of a memory beside its record: how it was accessed, and its significance. */
import type { FrameId } from "@vidmem/frames";
import type { MemoryFacts } from "./records/memory-frame.ts";
import type { StoreState } from "./store-state.ts";

/** @param seq the place of the version that is shown. */
export function factsOf(state: StoreState, id: FrameId, seq: number): MemoryFacts {
  const { count, last } = state.accesses.of(id);
  return { count, last, significance: state.scoring.of(seq) };
}
