/**
 * Current versions: which frame is what a memory is now. Everything that asks this asks here, so that one file knows how it is
 * found; the two changes that move it are in store-state.ts.
 */
import type { FrameId } from "@vidmem/frames";
import type { Catalog, CurrentVersion } from "./catalog.ts";

/** What of an open store knows the current versions. */
interface Versions {
  readonly catalog: Catalog;
}

/** The current version of a memory; `undefined` when there is no such memory, or it was forgotten. */
export function currentVersion({ catalog }: Versions, id: FrameId): CurrentVersion | undefined {
  return catalog.get(id);
}

/** The place in history of the current version. */
export function currentSeq(versions: Versions, id: FrameId): number | undefined {
  return currentVersion(versions, id)?.seq;
}

/** Whether the frame at `seq` is the current version of the memory `id`. */
export function isCurrent(versions: Versions, id: FrameId, seq: number): boolean {
  return currentSeq(versions, id) === seq;
}

/** Whether the frame at a place is the current version of any memory, for when its id cannot be read. */
export function isSomeCurrent({ catalog }: Versions, seq: number): boolean {
  return [...catalog.values()].some((current) => current.seq === seq);
}
