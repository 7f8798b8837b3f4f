/**
 * Current versions: which frame is what a memory is now. The log knows the frames of an id, the index knows which of them is live; so
 * nothing is kept in memory for it. Everything that asks this asks here; the two changes that move it are in store-state.ts.
 */
import type { FrameId, FrameLog } from "@vidmem/frames";
import type { MemoryIndex } from "@vidmem/index";

/** What of an open store knows the current versions. */
interface Versions {
  readonly log: Pick<FrameLog, "locate" | "withId">;
  readonly index: Pick<MemoryIndex, "namespaceOf">;
}

/** Where the current version of a memory is. */
export interface CurrentVersion {
  /** The seq of its frame, which is also its reference in the index. */
  readonly seq: number;
  readonly namespace: string;
}

/** The current version of a memory; `undefined` when there is no such memory, or it was forgotten. */
export function currentVersion({ log, index }: Versions, id: FrameId): CurrentVersion | undefined {
  // Mostly the newest frame of the id; a frame that holds no memory is passed over.
  for (const seq of log.withId(id)) {
    const namespace = index.namespaceOf(seq);
    if (namespace !== undefined) return { seq, namespace };
  }
  return undefined;
}

/** The place in history of the current version. */
export function currentSeq(versions: Versions, id: FrameId): number | undefined {
  return currentVersion(versions, id)?.seq;
}

/** Whether the frame at `seq`, which holds a version of the memory `id`, is the current one. */
export function isCurrent(versions: Versions, id: FrameId, seq: number): boolean {
  return versions.log.locate(id) === seq || isSomeCurrent(versions, seq);
}

/** Whether the frame at a place is the current version of any memory, for when its id cannot be read. */
export function isSomeCurrent({ index }: Versions, seq: number): boolean {
  return index.namespaceOf(seq) !== undefined;
}
