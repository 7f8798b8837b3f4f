/**
 * How often each term came up in a store: bounded, incremental, deterministic. When more terms are known than fit, every
 * count is halved and what reaches zero is forgotten, as caches age their counters (G. Einziger et al., "TinyLFU", 2017,
 * §3.3): rare terms go, frequent ones keep their proportions, and the total is halved with them.
 *
 * Invariants: never more than `capacity` terms after an observation; a count is never more than the memories that were
 * observed with the term and not removed since, so a term whose memories are all removed is gone (erasing leaves no trace).
 */

/** What is kept of a term. */
interface TermEntry {
  /** Memories that have it. */
  memories: number;
  /** Changes of episode between its appearances, and the first. */
  episodes: number;
  /** Hash of the episode in which it last came up. */
  lastEpisode: number;
  /** Number of the observation in which it last came up. */
  lastSeen: number;
}

/** What `get` gave. */
export type FoundTerm = Readonly<TermEntry> | undefined;

/** Where terms came up: the hash of the episode, the number of the observation. */
interface Appearance {
  readonly episode: number;
  readonly observation: number;
}

/** A row as it is stored: term, memories, episodes, lastEpisode, lastSeen. */
export type TermRow = readonly [string, number, number, number, number];

export interface TermTable {
  readonly size: number;
  /** Memories observed and not removed, halved whenever the counts of terms are. */
  readonly memories: number;
  get(term: string): FoundTerm;
  /**
   * Counts one memory with these distinct terms.
   * @param found what `get` gave for each of them, when nothing changed since.
   */
  observe(terms: Iterable<string>, at: Appearance, found?: readonly FoundTerm[]): void;
  /** Takes one memory with these distinct terms back. */
  remove(terms: Iterable<string>): void;
  /** Counts in what another table holds, as what came later. */
  merge(later: TermTable): void;
  toRows(): TermRow[];
}

/** @param saved what a table held before: its rows and its `memories`. */
export function createTermTable(
  capacity: number,
  saved: { readonly rows: readonly TermRow[]; readonly memories: number } = { rows: [], memories: 0 },
): TermTable {
  const entries = new Map<string, TermEntry>();
  let { memories } = saved;
  for (const [term, memories, episodes, lastEpisode, lastSeen] of saved.rows) {
    entries.set(term, { memories, episodes, lastEpisode, lastSeen });
  }

  /** One pass ends it, unless most counts are above one: then it goes on until they fit. */
  function fit(): void {
    while (entries.size > capacity) {
      memories = Math.floor(memories / 2);
      for (const [term, entry] of entries) {
        entry.memories = Math.floor(entry.memories / 2);
        entry.episodes = Math.ceil(entry.episodes / 2);
        if (entry.memories === 0) entries.delete(term);
      }
    }
  }

  function count(term: string, added: TermEntry, changes: number): void {
    const entry = entries.get(term);
    if (entry === undefined) {
      entries.set(term, { ...added });
      return;
    }
    entry.memories += added.memories;
    entry.episodes += changes;
    entry.lastEpisode = added.lastEpisode;
    entry.lastSeen = added.lastSeen;
  }

  return {
    get size() {
      return entries.size;
    },
    get memories() {
      return memories;
    },
    get: (term) => entries.get(term),
    observe(terms, { episode, observation }, found) {
      memories++;
      let place = 0;
      for (const term of terms) {
        const entry: TermEntry | undefined = found === undefined ? entries.get(term) : found[place++];
        if (entry === undefined)
          entries.set(term, { memories: 1, episodes: 1, lastEpisode: episode, lastSeen: observation });
        else {
          entry.memories++;
          if (entry.lastEpisode !== episode) entry.episodes++;
          entry.lastEpisode = episode;
          entry.lastSeen = observation;
        }
      }
      fit();
    },
    remove(terms) {
      memories = Math.max(0, memories - 1);
      for (const term of terms) {
        const entry = entries.get(term);
        if (entry === undefined) continue;
        entry.memories--;
        if (entry.memories <= 0) entries.delete(term);
      }
    },
    merge(later) {
      memories += later.memories;
      for (const [term, memories, episodes, lastEpisode, lastSeen] of later.toRows()) {
        count(term, { memories, episodes, lastEpisode, lastSeen }, episodes);
      }
      fit();
    },
    toRows: () => [...entries].map(([term, e]) => [term, e.memories, e.episodes, e.lastEpisode, e.lastSeen]),
  };
}
