/** What saving, reading, changing and forgetting mean for a ghost. Each looks first whether there is one. */
import { isFrameId, type FrameId } from "@vidmem/frames";
import { currentSeq } from "../current.ts";
import type { Memory, SaveResult } from "../memory.ts";
import { toMemory } from "../records/memory-frame.ts";
import type { MemoryRecord } from "../records/record.ts";
import type { StoreState } from "../store-state.ts";
import type { Ghost } from "./ghosts.ts";

/** Saves a ghost. The same one again is a duplicate: it counts as an access, and the ghost lives a whole time to live again. */
export function saveGhost(state: StoreState, record: MemoryRecord, wantedId: string | undefined): SaveResult {
  const same = state.ghosts.findSame(record);
  if (same !== undefined) {
    state.ghosts.touch(state.ghosts.replace(same, same.record));
    return { id: same.id, duplicate: true };
  }
  const isFree = isFrameId(wantedId) && !isTaken(state, wantedId);
  return { id: state.ghosts.save(record, isFree ? wantedId : undefined).id, duplicate: false };
}

/** Whether a memory, stored or ghost, has this id. */
export function isTaken(state: StoreState, id: FrameId): boolean {
  return currentSeq(state, id) !== undefined || state.ghosts.find(id) !== undefined;
}

/** The ghost with this id, counted as an access. */
export function getGhost(state: StoreState, id: FrameId): Memory | undefined {
  const ghost = state.ghosts.find(id);
  return ghost === undefined ? undefined : ghostToMemory(state.ghosts.touch(ghost));
}

export function ghostToMemory({ id, record, access }: Ghost): Memory {
  return toMemory(id, record, access);
}
