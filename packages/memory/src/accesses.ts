/**
 * Accesses: how often each memory was read, and when last. Counted in memory and written to the log in batches, as frames
 * of kind "touch" that hold {"<id>": [count since the last touch, last access in ms]}: reading never rewrites a memory.
 */
import { isFrameId, type FrameId, type FrameInput, type StoredFrame } from "@vidmem/frames";

/** How a memory was accessed. */
export interface Access {
  readonly count: number;
  readonly last?: number | undefined;
}

export interface Accesses {
  of(id: FrameId): Access;
  /** Counts one access at `now` ms. */
  count(id: FrameId, now: number): void;
  /** Counts in what was counted elsewhere, under this id. */
  carry(id: FrameId, access: Access): void;
  forget(id: FrameId): void;
  /** Counts in what an earlier session wrote. */
  replay(frame: StoredFrame): void;
  /** All that is known, written or not. */
  all(): ReadonlyMap<FrameId, Access>;
  /** How many memories have accesses that are not in the log yet. */
  readonly unwritten: number;
  /** Whether it is time to write: accesses of 10,000 memories wait, or the first of them waits for a minute. */
  isDue(now: number): boolean;
  /** Unwritten accesses as a frame, of at most 10,000 memories; `undefined` when there are none. */
  toFrame(): Pick<FrameInput, "content" | "kind"> | undefined;
  /** Takes what `toFrame` gave as written. */
  markWritten(): void;
}

const NEVER: Access = { count: 0 };
/** An import of what is there already touches every memory: a frame of all of them could be too large to write. */
const MAX_TOUCHES_PER_FRAME = 10_000;
/** Accesses wait no longer than this for their frame once somebody asks. */
const WRITE_AFTER_MS = 60_000;

interface Counted {
  count: number;
  last: number | undefined;
  /** How many of them are not in the log yet. */
  unwritten: number;
}

/** @param before what is known already. */
export function createAccesses(before: ReadonlyMap<FrameId, Access> = new Map()): Accesses {
  const known = new Map<FrameId, Counted>();
  const unwritten = new Set<FrameId>();
  let oldest = Number.POSITIVE_INFINITY;

  function add(id: FrameId, count: number, last: number | undefined): Counted {
    const entry = known.get(id);
    if (entry !== undefined) {
      entry.count += count;
      entry.last = last;
      return entry;
    }
    const added = { count, last, unwritten: 0 };
    known.set(id, added);
    return added;
  }

  for (const [id, { count, last }] of before) add(id, count, last);

  function carry(id: FrameId, { count, last }: Access): void {
    if (count === 0) return;
    const entry = add(id, count, last);
    if (entry.unwritten === 0) unwritten.add(id);
    entry.unwritten += count;
    if (last !== undefined && last < oldest) oldest = last;
  }

  return {
    of(id) {
      const entry = known.get(id);
      return entry === undefined ? NEVER : { count: entry.count, last: entry.last };
    },
    count: (id, now) => carry(id, { count: 1, last: now }),
    carry,
    forget(id) {
      known.delete(id);
      unwritten.delete(id);
    },
    replay(frame) {
      for (const [id, count, last] of readTouches(frame)) add(id, count, last);
    },
    all: () => known,
    get unwritten() {
      return unwritten.size;
    },
    isDue: (now) => unwritten.size >= MAX_TOUCHES_PER_FRAME || (unwritten.size > 0 && now - oldest >= WRITE_AFTER_MS),
    markWritten() {
      for (const id of firstKeys(unwritten)) {
        unwritten.delete(id);
        known.get(id)!.unwritten = 0;
      }
      if (unwritten.size === 0) oldest = Number.POSITIVE_INFINITY;
    },
    toFrame() {
      if (unwritten.size === 0) return undefined;
      const touches = firstKeys(unwritten).map((id) => [id, [known.get(id)!.unwritten, known.get(id)!.last]]);
      return { kind: "touch", content: new TextEncoder().encode(JSON.stringify(Object.fromEntries(touches))) };
    },
  };
}

function firstKeys(ids: ReadonlySet<FrameId>): FrameId[] {
  const keys: FrameId[] = [];
  for (const id of ids) {
    if (keys.length === MAX_TOUCHES_PER_FRAME) break;
    keys.push(id);
  }
  return keys;
}

/** The touches in a frame; what is not in their form is passed over, because an access count is no memory. */
function readTouches(frame: StoredFrame): [FrameId, number, number][] {
  let touches: unknown;
  try {
    touches = JSON.parse(new TextDecoder().decode(frame.content));
  } catch {
    return [];
  }
  if (typeof touches !== "object" || touches === null) return [];
  const found: [FrameId, number, number][] = [];
  for (const [id, entry] of Object.entries(touches)) {
    if (!isFrameId(id) || !Array.isArray(entry)) continue;
    const [count, last] = entry as unknown[];
    if (isCount(count) && Number.isFinite(last)) found.push([id, count, last as number]);
  }
  return found;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
