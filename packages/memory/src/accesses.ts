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
  /** How many memories have accesses that are not in the log yet. */
  readonly unwritten: number;
  /** Unwritten accesses as a frame, of at most 10,000 memories; `undefined` when there are none. */
  toFrame(): Pick<FrameInput, "content" | "kind"> | undefined;
  /** Takes what `toFrame` gave as written. */
  markWritten(): void;
}

const NEVER: Access = { count: 0 };
/** An import of what is there already touches every memory: a frame of all of them could be too large to write. */
const MAX_TOUCHES_PER_FRAME = 10_000;

export function createAccesses(): Accesses {
  const known = new Map<FrameId, Access>();
  const pending = new Map<FrameId, Access>();

  function carry(id: FrameId, { count, last }: Access): void {
    if (count === 0) return;
    known.set(id, { count: (known.get(id)?.count ?? 0) + count, last });
    pending.set(id, { count: (pending.get(id)?.count ?? 0) + count, last });
  }

  return {
    of: (id) => known.get(id) ?? NEVER,
    count: (id, now) => carry(id, { count: 1, last: now }),
    carry,
    forget(id) {
      known.delete(id);
      pending.delete(id);
    },
    replay(frame) {
      for (const [id, count, last] of readTouches(frame)) {
        known.set(id, { count: (known.get(id)?.count ?? 0) + count, last });
      }
    },
    get unwritten() {
      return pending.size;
    },
    markWritten() {
      for (const id of firstKeys(pending)) pending.delete(id);
    },
    toFrame() {
      if (pending.size === 0) return undefined;
      const touches = Object.fromEntries(
        firstKeys(pending).map((id) => [id, [pending.get(id)!.count, pending.get(id)!.last]]),
      );
      return { kind: "touch", content: new TextEncoder().encode(JSON.stringify(touches)) };
    },
  };
}

function firstKeys(pending: ReadonlyMap<FrameId, Access>): FrameId[] {
  const keys: FrameId[] = [];
  for (const id of pending.keys()) {
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
