/**
 * Ghosts: memories that live in the memory of this process alone and expire. Nothing that they say, and
 * no frame of theirs, reaches the disk (the event log, which has no contents, may name their ids).
 * Invariants: a ghost is found until its time to live is over since it was last saved or updated, and never afterwards; at most
 * 10,000 live at a time, and the ones that would expire first make room.
 */
import { randomBytes } from "node:crypto";
import { createFrameIdGenerator, type FrameId } from "@vidmem/frames";
import { contentKey } from "../records/content-key.ts";
import { textOf } from "../records/memory-frame.ts";
import type { MemoryRecord } from "../records/record.ts";

/** Most ghosts that live at a time. */
export const MAX_GHOSTS = 10_000;

/** One ghost. Times in ms. */
export interface Ghost {
  readonly id: FrameId;
  /** Names this version of it, unlike any other; later versions have larger ones. */
  readonly ref: number;
  readonly record: MemoryRecord;
  readonly savedAt: number;
  readonly access: { readonly count: number; readonly last?: number | undefined };
}

export interface Ghosts {
  /** How many there are, expired ones that nobody asked for included. */
  readonly size: number;
  find(id: FrameId): Ghost | undefined;
  /** The ghost that is the same memory as this record. */
  findSame(record: MemoryRecord): Ghost | undefined;
  /** Saves a new one, under `id` when it is given. */
  save(record: MemoryRecord, id?: FrameId): Ghost;
  /** Its newer version, which lives a whole time to live again. */
  replace(ghost: Ghost, record: MemoryRecord): Ghost;
  /** Counts one access. */
  touch(ghost: Ghost): Ghost;
  /** @returns whether there was one. */
  forget(id: FrameId): boolean;
  /** Those that live, in the order in which they were last saved. */
  alive(): readonly Ghost[];
  /** Grows with every change but accesses: whoever derives something from `alive` knows when to do it anew. */
  readonly changes: number;
}

/** @param ttlMs how long a ghost lives. @param clock in ms. */
export function createGhosts(ttlMs: number, clock: () => number): Ghosts {
  // In the order of their last saving, which is the order in which they expire.
  const ghosts = new Map<FrameId, Ghost>();
  const ids = new Map<string, FrameId>();
  const mintId = createFrameIdGenerator((count) => new Uint8Array(randomBytes(count)));
  let refs = 0;
  let changes = 0;

  function remove(id: FrameId): boolean {
    const ghost = ghosts.get(id);
    if (ghost === undefined) return false;
    ghosts.delete(id);
    const key = contentKey(ghost.record);
    if (ids.get(key) === id) ids.delete(key);
    changes++;
    return true;
  }

  function expire(now: number): void {
    for (const { id, savedAt } of ghosts.values()) {
      if (now - savedAt < ttlMs && ghosts.size <= MAX_GHOSTS) return;
      remove(id);
    }
  }

  function put(ghost: Ghost): Ghost {
    remove(ghost.id);
    ghosts.set(ghost.id, ghost);
    ids.set(contentKey(ghost.record), ghost.id);
    changes++;
    expire(ghost.savedAt);
    return ghost;
  }

  return {
    get size() {
      return ghosts.size;
    },
    find(id) {
      if (ghosts.size === 0) return undefined; // so that reading stored memories costs nothing more
      expire(clock());
      return ghosts.get(id);
    },
    findSame(record) {
      expire(clock());
      const id = ids.get(contentKey(record));
      return id === undefined ? undefined : ghosts.get(id);
    },
    save(record, id) {
      const now = clock();
      const bytes = new TextEncoder().encode(textOf(record.content));
      return put({ id: id ?? mintId(bytes, now), ref: ++refs, record, savedAt: now, access: { count: 0 } });
    },
    replace: ({ id, access }, record) => put({ id, ref: ++refs, record, savedAt: clock(), access }),
    touch(ghost) {
      const touched = { ...ghost, access: { count: ghost.access.count + 1, last: clock() } };
      ghosts.set(ghost.id, touched);
      return touched;
    },
    forget: (id) => {
      expire(clock());
      return remove(id);
    },
    alive() {
      expire(clock());
      return [...ghosts.values()];
    },
    get changes() {
      return changes;
    },
  };
}
