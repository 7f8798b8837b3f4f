/**
 * The working set: which working memories a namespace has, the least recently used first. What is used stays; what is pushed
 * out is for the caller to forget. Working memories themselves are frames like any other, so that they survive a restart; the
 * set is filled from the index when a namespace first saves one (working.ts).
 * Invariant: at most 1,000 namespaces are known at a time; one that was dropped is filled again.
 */
import type { FrameId } from "@vidmem/frames";

const MAX_NAMESPACES = 1000;

export interface WorkingSet {
  /** Whether the namespace's working memories are known. */
  isLoaded(namespace: string): boolean;
  /** Makes them known: the least recently used first. */
  load(namespace: string, ids: Iterable<FrameId>): void;
  /** A memory is a working one now; its place stays when it has one. */
  add(namespace: string, id: FrameId): void;
  /** It was read, saved again or updated: the most recently used one. */
  use(namespace: string, id: FrameId): void;
  remove(namespace: string, id: FrameId): void;
  /** The least recently used one, when there are more than the capacity. */
  surplus(namespace: string): FrameId | undefined;
}

/** @param capacity most working memories of one namespace. */
export function createWorkingSet(capacity: number): WorkingSet {
  // Both keep their order of insertion, which is the order of use.
  const known = new Map<string, Set<FrameId>>();

  return {
    isLoaded: (namespace) => known.has(namespace),
    load(namespace, ids) {
      known.set(namespace, new Set(ids));
      if (known.size > MAX_NAMESPACES) known.delete(known.keys().next().value!);
    },
    add: (namespace, id) => void known.get(namespace)?.add(id),
    use(namespace, id) {
      const ids = known.get(namespace);
      if (ids?.delete(id) === true) ids.add(id);
    },
    remove: (namespace, id) => void known.get(namespace)?.delete(id),
    surplus(namespace) {
      const ids = known.get(namespace);
      return ids === undefined || ids.size <= capacity ? undefined : ids.keys().next().value;
    },
  };
}
