/** The verbs of an index that read files, each telling of damage that it meets. What they throw stays as it is. */
import { isIndexError } from "../errors.ts";
import type { MemoryIndex } from "../memory-index.ts";

type ReadingVerbs = Pick<MemoryIndex, "namespaceOf" | "search" | "suggest" | "select" | "around" | "size" | "stats">;

/** @param notice is called for every INDEX_DAMAGED. */
export function noticingDamage(index: ReadingVerbs, notice: () => void): ReadingVerbs {
  function passOn(error: unknown): never {
    if (isDamage(error)) notice();
    throw error;
  }

  function noticing<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      return passOn(error);
    }
  }

  return {
    namespaceOf: (ref) => noticing(() => index.namespaceOf(ref)),
    search: (query) => index.search(query).catch(passOn),
    suggest: (text, namespace) => index.suggest(text, namespace).catch(passOn),
    *select(selection, order) {
      try {
        yield* index.select(selection, order);
      } catch (error) {
        passOn(error);
      }
    },
    around: (ref, namespace, turns) => noticing(() => index.around(ref, namespace, turns)),
    size: () => noticing(() => index.size()),
    stats: () => noticing(() => index.stats()),
  };
}

export function isDamage(error: unknown): boolean {
  return isIndexError(error) && error.code === "INDEX_DAMAGED";
}
