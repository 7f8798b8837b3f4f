/**
 * Erasing: forgetting that leaves no content behind. The memory ends like any forgotten one, then every version of it is taken
 * out of the log's files, and with it whatever is derived from them.
 */
import type { FrameId, StoredFrame } from "@vidmem/frames";
import { readHistory } from "./history.ts";
import { forgetMemory } from "./revise.ts";
import type { StoreState } from "./store-state.ts";

/** What an erasure did. Backups and exports made before keep what they have. */
export interface Erasure {
  readonly id: FrameId;
  /** Versions whose contents are gone from the disk now; 0 for a ghost, which never was there. */
  readonly versions: number;
  /** Files with copies of its contents (in lost+found/) that were removed. */
  readonly removedFiles: readonly string[];
}

/**
 * Forgets a memory and removes its contents, also those of a memory that was forgotten before.
 * @returns what was done; `undefined` when the store never had it. @throws FramesError FRAMES_CORRUPT: repair first; FRAMES_IO.
 */
export async function eraseMemory(state: StoreState, id: FrameId): Promise<Erasure | undefined> {
  const isGhost = state.ghosts.find(id) !== undefined;
  const wasThere = await forgetMemory(state, id);
  if (isGhost) return { id, versions: 0, removedFiles: [] };
  state.warm.clear();
  const versions = await versionsOf(state, id);
  await state.scoring.forgetWords(versions);
  await state.index.upkeep.erase(versions.map(({ seq }) => seq));
  const { frames, removedFiles } = await state.log.erase(id);
  return wasThere || frames > 0 ? { id, versions: frames, removedFiles } : undefined;
}

/** Every version that can still be read. O(history): erasing is rare, and the words of all of them must go. */
async function versionsOf(state: StoreState, id: FrameId): Promise<StoredFrame[]> {
  const versions: StoredFrame[] = [];
  for await (const frame of readHistory(state.log))
    if (frame.id === id && frame.kind !== "tombstone") versions.push(frame);
  return versions;
}
