/**
 * Finding ghosts: an index of their own, in memory, brought up to date when it is asked. The store's index never hears of them,
 * because it is written to the disk.
 */
import { createMemoryIndex, type Embedder, type IndexQuery, type MemoryIndex, type ScoreParts } from "@vidmem/index";
import { textOf } from "../records/memory-frame.ts";
import type { Ghost, Ghosts } from "./ghosts.ts";

/** One ghost that answers a question, with its score among the ghosts and the parts of it. */
export interface GhostHit {
  readonly ghost: Ghost;
  readonly score: number;
  readonly why: ScoreParts;
}

export interface GhostIndex {
  /** Best first. */
  search(query: IndexQuery): Promise<GhostHit[]>;
}

/** The index is made anew when this many more ghosts have gone than live. */
const SPARE_GONE = 100;

export function createGhostIndex(ghosts: Ghosts, embedder: Embedder | undefined, clock: () => number): GhostIndex {
  const indexed = new Map<number, Ghost>();
  /** Made for the first search among ghosts. */
  let index: MemoryIndex | undefined;
  let seen = 0;
  let gone = 0;

  function createIndex(): MemoryIndex {
    return createMemoryIndex({
      readText: async (ref) => textOf(indexed.get(ref)?.record.content ?? ""),
      embedder,
      clock,
    });
  }

  function update(): MemoryIndex {
    const alive = new Map(ghosts.alive().map((ghost) => [ghost.ref, ghost]));
    if (index !== undefined && ghosts.changes === seen) return index;
    seen = ghosts.changes;
    if (index === undefined || gone > alive.size + SPARE_GONE) {
      index = createIndex();
      indexed.clear();
      gone = 0;
    }
    for (const [ref, { record }] of indexed) {
      if (alive.has(ref)) continue;
      index.remove(ref, record.namespace, clock());
      indexed.delete(ref);
      gone++;
    }
    for (const [ref, ghost] of alive) {
      if (indexed.has(ref)) continue;
      indexed.set(ref, ghost);
      addGhost(index, ghost);
    }
    return index;
  }

  return {
    async search(query) {
      const upToDate = update();
      const { asOf: _, ...present } = query;
      const hits = await upToDate.search({ ...present, explain: true });
      return hits.flatMap(({ ref, score, why = {} }) => {
        const ghost = indexed.get(ref);
        return ghost === undefined ? [] : [{ ghost, score, why }];
      });
    },
  };
}

function addGhost(index: MemoryIndex, { ref, record, savedAt }: Ghost): void {
  const { content, timestamp, namespace, session, speaker, type, tags, importance, embedding } = record;
  const place = { ref, savedAt, timestamp, namespace, session, speaker };
  index.add({ ...place, text: textOf(content), type, tags, importance, embedding });
}
