/**
 * Accesses: how often each memory was read, and when last. Counted in memory and written to the log in batches, as frames
 * of kind "touch" that hold {"<id>": [count since the last touch, last access in ms]}: reading never rewrites a memory.
 */
import { isFrameId, type FrameId, type FrameInput, type StoredFrame } from "@vidmem/frames";
import { createAccessTable, type Access, type AccessTable } from "./access-table.ts";

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
  readonly all: AccessTable;
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

/** How they are counted. */
export interface AccessesOptions {
  /** What is known already; it is taken over. */
  readonly before?: AccessTable | undefined;
  /** "no": nothing will ever be written (a read-only store), so nothing is kept for it. Default "yes". */
  readonly areWritten?: "yes" | "no" | undefined;
}

export function createAccesses({ before = createAccessTable(), areWritten = "yes" }: AccessesOptions = {}): Accesses {
  const all = before;
  /** How many accesses of each memory are not in the log yet. */
  const unwritten = new Map<FrameId, Required<Access>>();
  let oldest = Number.POSITIVE_INFINITY;

  function carry(id: FrameId, { count, last }: Access): void {
    if (count === 0) return;
    all.add(id, { count, last });
    if (areWritten === "no") return;
    unwritten.set(id, { count: (unwritten.get(id)?.count ?? 0) + count, last });
    if (last !== undefined && last < oldest) oldest = last;
  }

  return {
    of: (id) => all.get(id) ?? NEVER,
    count: (id, now) => carry(id, { count: 1, last: now }),
    carry,
    forget(id) {
      all.delete(id);
      unwritten.delete(id);
    },
    replay(frame) {
      for (const [id, count, last] of readTouches(frame)) all.add(id, { count, last });
    },
    all,
    get unwritten() {
      return unwritten.size;
    },
    isDue: (now) => unwritten.size >= MAX_TOUCHES_PER_FRAME || (unwritten.size > 0 && now - oldest >= WRITE_AFTER_MS),
    markWritten() {
      for (const id of firstKeys(unwritten)) unwritten.delete(id);
      if (unwritten.size === 0) oldest = Number.POSITIVE_INFINITY;
    },
    toFrame() {
      if (unwritten.size === 0) return undefined;
      const touches = firstKeys(unwritten).map((id) => [id, [unwritten.get(id)!.count, unwritten.get(id)!.last]]);
      return { kind: "touch", content: new TextEncoder().encode(JSON.stringify(Object.fromEntries(touches))) };
    },
  };
}

function firstKeys(unwritten: ReadonlyMap<FrameId, unknown>): FrameId[] {
  const keys: FrameId[] = [];
  for (const id of unwritten.keys()) {
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
