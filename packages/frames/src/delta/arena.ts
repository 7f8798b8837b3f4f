/**
 * Arena: copies of the latest contents in one ring of memory, so that remembering a content allocates nothing.
 * Invariant: a place is held until as many bytes as the ring is long were stored behind it; then `holds` is false.
 */

/** Where a content lies. */
export interface ArenaPlace {
  /** Bytes that were stored before it since the arena was made, gaps included: never reused. */
  readonly position: number;
  readonly lengthBytes: number;
}

/** A ring of bytes. */
export interface Arena {
  /** Stores a copy; the oldest ones are overwritten. `content` must not be longer than the arena. */
  store(content: Uint8Array): ArenaPlace;
  holds(place: ArenaPlace): boolean;
  /** View of what was stored, valid until the next `store`. */
  view(place: ArenaPlace): Uint8Array;
}

const FIRST_BYTES: number = 64 * 1024;

/** Creates an arena of at most `sizeBytes` bytes; memory is taken as it fills. */
export function createArena(sizeBytes: number): Arena {
  let memory = new Uint8Array(0);
  let end = 0;
  const store = (content: Uint8Array): ArenaPlace => {
    const roomBytes = sizeBytes - (end % sizeBytes);
    const position = content.length > roomBytes ? end + roomBytes : end; // a content is never split
    end = position + content.length;
    if (end > memory.length && memory.length < sizeBytes) memory = grow(memory, Math.min(end, sizeBytes), sizeBytes);
    memory.set(content, position % sizeBytes);
    return { position, lengthBytes: content.length };
  };
  return {
    store,
    holds: ({ position }) => position + sizeBytes >= end,
    view: ({ position, lengthBytes }) => {
      const at = position % sizeBytes;
      return memory.subarray(at, at + lengthBytes);
    },
  };
}

function grow(memory: Uint8Array, neededBytes: number, mostBytes: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(mostBytes, Math.max(2 * memory.length, neededBytes, FIRST_BYTES)));
  larger.set(memory);
  return larger;
}
