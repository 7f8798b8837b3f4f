/**
 * Lock: one writer a store. Chooses the way of locking; rules and reasons: docs/format/store.md, "The lock".
 * Invariant S2: at most one holder of a path at a time, also within one process.
 */
import type { DiskLock } from "../disk/disk.ts";
import { acquireByFlock } from "./flock.ts";
import { acquireByGenerations } from "./link-generations.ts";

/** Takes the lock on a path. @throws FRAMES_LOCKED naming the holder's pid, or a system error. */
export async function acquireLock(path: string): Promise<DiskLock> {
  return (await acquireByFlock(path)) ?? (await acquireByGenerations(path));
}
