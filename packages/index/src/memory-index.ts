/**
 * The index in memory: documents go in as they are saved, questions come back as references with scores. It is rebuilt
 * from the log when a store opens, so it owns nothing that could be lost.
 *
 * One partition per namespace; a search sees every document added before it was called.
 */
import { createAnalyzer } from "./analysis/terms.ts";
import type { IndexDocument, IndexHit, IndexQuery, IndexSelection } from "./document.ts";
import type { Embedder } from "./embedders/embedder.ts";
import { createTrigramEmbedder } from "./embedders/trigram.ts";
import { createKindTable } from "./multi-hop/kind-terms.ts";
import { addDocument, createPartition, endDocument, type Partition } from "./partition/partition.ts";
import { selectDocuments, turnsAround } from "./partition/select.ts";
import { createView, type View } from "./partition/view.ts";
import type { SearchContext } from "./search/search-context.ts";
import { searchPartition } from "./search/search-partition.ts";
import { createVectors, type Vectors } from "./search/vectors.ts";

/** What an index works with. */
export interface MemoryIndexOptions {
  /** Reads the text of a document again: vectors and mode "classic" need it, and the index keeps no texts. */
  readonly readText: (ref: number) => Promise<string>;
  /** Makes vectors. Without one, "vector" and "hybrid" use built-in trigrams and "auto" stays lexical. */
  readonly embedder?: Embedder | undefined;
  /** Now in ms, for mode "classic". Default Date.now. */
  readonly clock?: (() => number) | undefined;
}

/** Counts of what is in the index. */
export interface IndexStats {
  /** Versions that are current. */
  readonly documents: number;
  readonly namespaces: readonly string[];
  /** Current versions by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly sessions: number;
  readonly terms: number;
  readonly vectors: number;
}

/** Which memories match this cue? Not safe to share between threads. */
export interface MemoryIndex {
  /** Adds a document; with `replaces`, it takes the place of that version, which ends at `document.savedAt`. */
  add(
    document: IndexDocument,
    options?: { readonly replaces?: { readonly ref: number; readonly namespace: string } },
  ): void;
  /** Ends a version at `at` ms: searches no longer see it, `asOf` before that time does. */
  remove(ref: number, namespace: string, at: number): void;
  /** @throws IndexError INDEX_DIMENSION_MISMATCH, INDEX_EMBEDDER_FAILED; RangeError for a limit outside 1..10,000. */
  search(query: IndexQuery): Promise<IndexHit[]>;
  /** The references that pass a selection, by time; equal times in order of adding. O(n log n). */
  select(selection: IndexSelection): number[];
  /** The turns around a document in its session, oldest first, itself included; alone when it has no session. */
  around(ref: number, namespace: string, turns: { readonly before: number; readonly after: number }): number[];
  stats(): IndexStats;
}

/** @returns an empty index. */
export function createMemoryIndex(options: MemoryIndexOptions): MemoryIndex {
  const analyzer = createAnalyzer();
  const kinds = createKindTable(analyzer);
  const partitions = new Map<string, PartitionState>();
  const embedder = options.embedder ?? createTrigramEmbedder();
  const clock = options.clock ?? Date.now;

  function stateOf(namespace: string): PartitionState {
    let state = partitions.get(namespace);
    if (state === undefined) {
      const partition = createPartition();
      state = { partition, vectors: createVectors(partition, embedder, options.readText) };
      partitions.set(namespace, state);
    }
    return state;
  }

  function endVersion(ref: number, namespace: string, at: number): void {
    const state = partitions.get(namespace);
    if (state === undefined) return;
    endDocument(state.partition, ref, at);
    state.presentView = undefined;
  }

  return {
    add(document, { replaces } = {}) {
      if (replaces !== undefined) endVersion(replaces.ref, replaces.namespace, document.savedAt);
      const state = stateOf(document.namespace);
      addDocument(state.partition, document, analyzer, replaces?.ref);
      if (document.embedding !== undefined) state.vectors.give(document.ref, document.embedding);
      state.presentView = undefined;
    },
    remove: endVersion,
    async search(query) {
      const limit = query.limit ?? 10;
      if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new RangeError("limit must be 1..10,000");
      const namespace = query.namespace ?? "default";
      const asked = namespace === "*" ? [...partitions.values()] : [partitions.get(namespace)];
      const hits: IndexHit[] = [];
      for (const state of asked) {
        query.signal?.throwIfAborted();
        if (state === undefined) continue;
        hits.push(...(await searchPartition(query, limit, await contextOf(state, query))));
      }
      // A stable sort: equal scores stay in the order of their own namespace.
      return hits.toSorted((a, b) => b.score - a.score).slice(0, limit);
    },
    select(selection) {
      const { namespace = "default", asOf } = selection;
      const chosen = namespace === "*" ? [...partitions.values()] : [partitions.get(namespace)];
      const found = chosen.flatMap((state) => {
        if (state === undefined) return [];
        const view = asOf === undefined ? presentView(state) : createView(state.partition, asOf);
        return selectDocuments(state.partition, view, selection);
      });
      return found.toSorted((a, b) => a.timestamp - b.timestamp || a.ref - b.ref).map(({ ref }) => ref);
    },
    around(ref, namespace, turns) {
      const state = partitions.get(namespace);
      return state === undefined ? [] : turnsAround(state.partition, presentView(state), ref, turns);
    },
    stats() {
      const states = [...partitions.values()];
      return {
        documents: states.reduce((sum, state) => sum + presentView(state).documents, 0),
        namespaces: [...partitions].filter(([, state]) => presentView(state).documents > 0).map(([name]) => name),
        types: countTypes(states),
        sessions: states.reduce((sum, state) => sum + presentView(state).sessions, 0),
        terms: states.reduce((sum, { partition }) => sum + partition.postings.size, 0),
        vectors: states.reduce((sum, { vectors }) => sum + vectors.size, 0),
      };
    },
  };

  async function contextOf(state: PartitionState, query: IndexQuery): Promise<SearchContext> {
    const view = query.asOf === undefined ? presentView(state) : createView(state.partition, query.asOf);
    const { partition, vectors } = state;
    return {
      partition,
      view,
      vectors,
      analyzer,
      kinds,
      readText: options.readText,
      now: clock(),
      hasEmbedder: options.embedder !== undefined,
    };
  }
}

interface PartitionState {
  readonly partition: Partition;
  readonly vectors: Vectors;
  presentView?: View | undefined;
}

function countTypes(states: readonly PartitionState[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const state of states) {
    const { columns, types } = state.partition;
    const { live } = presentView(state);
    const names = [...types.names()];
    for (let ordinal = 0; ordinal < columns.count; ordinal++) {
      if (live[ordinal] === 0) continue;
      const name = names[columns.type[ordinal]!]!;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return Object.fromEntries(counts);
}

/** The view of now, counted once after each change. */
function presentView(state: PartitionState): View {
  state.presentView ??= createView(state.partition);
  return state.presentView;
}
