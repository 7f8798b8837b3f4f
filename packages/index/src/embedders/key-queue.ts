/**
 * Key queue: what waits to be embedded, in order, each key once. A key that failed waits at the end, and is set
 * aside when it keeps failing. About 40 bytes a key.
 */

/** Keys that wait. */
export interface KeyQueue {
  /** Keys that wait, those set aside not counted. */
  readonly size: number;
  /** Keys that were set aside. */
  readonly setAside: ReadonlySet<number>;
  /** Adds keys that do not wait yet. */
  add(keys: Iterable<number>): void;
  /** Takes the first keys out. */
  take(limit: number): number[];
  /** Puts keys back to the front, in their order. */
  putBack(keys: readonly number[]): void;
  /** Notes that a key that was taken out failed alone while the embedder is well: back to the end, or aside. */
  fail(key: number): void;
  /** Forgets a key wherever it is. */
  drop(key: number): void;
  /** Lets those set aside wait again. */
  retrySetAside(): void;
}

/** A key is set aside after so many failures. */
const MAX_FAILURES = 3;

export function createKeyQueue(): KeyQueue {
  // A Set keeps the order of adding; taking from its front is fast. What was put back comes before what waits.
  let front = new Set<number>();
  const waiting = new Set<number>();
  const setAside = new Set<number>();
  const failures = new Map<number, number>();

  return {
    get size() {
      return front.size + waiting.size;
    },
    setAside,
    add(keys) {
      for (const key of keys) if (!setAside.has(key) && !front.has(key)) waiting.add(key);
    },
    take(limit) {
      const taken: number[] = [];
      for (const keys of [front, waiting]) {
        for (const key of keys) {
          if (taken.length === limit) return taken;
          taken.push(key);
          keys.delete(key);
        }
      }
      return taken;
    },
    putBack(keys) {
      for (const key of keys) waiting.delete(key);
      front = new Set([...keys, ...front]);
    },
    fail(key) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      (count < MAX_FAILURES ? waiting : setAside).add(key);
    },
    drop(key) {
      front.delete(key);
      waiting.delete(key);
      setAside.delete(key);
      failures.delete(key);
    },
    retrySetAside() {
      for (const key of setAside) waiting.add(key);
      setAside.clear();
      failures.clear();
    },
  };
}
