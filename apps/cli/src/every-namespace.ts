/** Memories of every namespace by time. The store lists one namespace at a time, so their listings are merged here. */
import type { Memory, MemoryStore, TimelineOptions } from "@vidmem/memory";

/** The timeline of the named namespace, or of all of them when none or "*" is named. */
export async function* timelineOfAll(store: MemoryStore, options: TimelineOptions): AsyncGenerator<Memory> {
  const { namespace, limit = Number.POSITIVE_INFINITY, order = "oldest-first" } = options;
  if (namespace !== undefined && namespace !== "*") {
    yield* store.timeline(options);
    return;
  }
  const direction = order === "newest-first" ? -1 : 1;
  const lanes: Lane[] = [];
  for (const name of store.stats().namespaces) {
    const iterator = store.timeline({ ...options, namespace: name })[Symbol.asyncIterator]();
    await pushNext(lanes, iterator);
  }
  try {
    for (let count = 0; count < limit && lanes.length > 0; count++) {
      const at = firstOf(lanes, direction);
      const [{ memory, iterator }] = lanes.splice(at, 1) as [Lane];
      yield memory;
      await pushNext(lanes, iterator);
    }
  } finally {
    for (const { iterator } of lanes) await iterator.return?.();
  }
}

/** A listing and its next memory. */
interface Lane {
  readonly memory: Memory;
  readonly iterator: AsyncIterator<Memory>;
}

async function pushNext(lanes: Lane[], iterator: AsyncIterator<Memory>): Promise<void> {
  const next = await iterator.next();
  if (next.done !== true) lanes.push({ memory: next.value, iterator });
}

function firstOf(lanes: readonly Lane[], direction: 1 | -1): number {
  let best = 0;
  for (const [at, { memory }] of lanes.entries()) {
    if ((memory.timestamp - lanes[best]!.memory.timestamp) * direction < 0) best = at;
  }
  return best;
}
