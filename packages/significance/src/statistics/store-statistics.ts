/**
 * The statistics of a store that scoring asks for: which terms came up how often, where and when last, and who speaks. A
 * store keeps one a namespace, observes each memory after it was scored, and removes what it forgets.
 *
 * Invariants: bounded (20,000 terms and 1,000 speakers by default, about 2 MB); the same memories in the same order give
 * the same statistics; what is restored from JSON goes on exactly where it was.
 */
import { assertCount, assertFinite } from "../assertions.ts";
import { rarityIn, type ScorableMemory, type ScoringContext, type TermFacts } from "../context.ts";
import { readingOf, type Reading } from "../reading/reading.ts";
import { episodeOf } from "./episode.ts";
import { createTermTable, type FoundTerm, type TermRow } from "./term-table.ts";

const DEFAULT_TERMS = 20_000;
const DEFAULT_SPEAKERS = 1000;
/** Of this shape. Persisted: never renumber. */
const VERSION = 1;

/** How much is kept. */
export interface StatisticsOptions {
  /** Terms that are kept, >= 1, default 20,000: more tells rare from new in larger stores and takes about 100 bytes each. */
  readonly terms?: number | undefined;
  /** Speakers that are kept, >= 1, default 1,000. */
  readonly speakers?: number | undefined;
}

/** Statistics as plain JSON. It holds words of the memories: keep it where they are kept. */
export interface StatisticsJson {
  readonly version: 1;
  readonly memories: number;
  readonly observations: number;
  readonly terms: readonly TermRow[];
  /** Speaker, in lower case: memories, episodes, last episode. */
  readonly speakers: readonly TermRow[];
}

export interface StoreStatistics {
  /** Memories observed, halved whenever the counts of terms are. */
  readonly memories: number;
  /** The place of a memory in the store, before it is observed. O(its terms). @param now ms since 1970. */
  contextOf(memory: ScorableMemory, now: number): ScoringContext;
  /** Counts a memory in. */
  observe(memory: ScorableMemory): void;
  /** Takes a memory that was observed back: a term that only it had is gone. */
  remove(memory: ScorableMemory): void;
  toJSON(): StatisticsJson;
}

/**
 * Empty statistics, or those that `toJSON` gave.
 * @throws RangeError for a bound that is none, or JSON of another version. @throws TypeError for what is no statistics.
 */
export function createStoreStatistics(options: StatisticsOptions = {}, saved?: StatisticsJson): StoreStatistics {
  const { terms: termCapacity = DEFAULT_TERMS, speakers: speakerCapacity = DEFAULT_SPEAKERS } = options;
  assertCount("terms", termCapacity, 1);
  assertCount("speakers", speakerCapacity, 1);
  if (saved !== undefined) assertSaved(saved);
  const terms = createTermTable(termCapacity, saved && { rows: saved.terms, memories: saved.memories });
  const speakers = createTermTable(speakerCapacity, saved && { rows: saved.speakers, memories: saved.memories });
  let observations = saved?.observations ?? 0;
  /** What the last context found: a memory is mostly observed right after it was scored. */
  let looked: { readonly reading: Reading; readonly found: readonly FoundTerm[] } | undefined;

  return {
    get memories() {
      return terms.memories;
    },
    contextOf(memory, now) {
      assertFinite("now", now);
      const episode = episodeOf(memory);
      const known = new Map<string, TermFacts>();
      const people = new Set<string>();
      const rarityOf = rarityIn(terms.memories);
      const reading = readingOf(memory);
      const found: FoundTerm[] = [];
      for (const term of reading.terms.keys()) {
        if (speakers.get(term) !== undefined) people.add(term);
        const entry = terms.get(term);
        found.push(entry);
        if (entry === undefined) continue;
        const otherEpisodes = entry.episodes - (entry.lastEpisode === episode ? 1 : 0);
        known.set(term, {
          memories: entry.memories,
          otherEpisodes,
          memoriesSince: observations - entry.lastSeen + 1,
          rarity: rarityOf(entry.memories),
        });
      }
      looked = { reading, found };
      const speaker = memory.speaker === undefined ? undefined : speakers.get(toName(memory.speaker));
      return {
        now,
        memories: terms.memories,
        terms: known,
        people,
        speaker: speaker && { memories: speaker.memories, episodes: speaker.episodes },
      };
    },
    observe(memory) {
      const episode = episodeOf(memory);
      const at = { episode, observation: ++observations };
      const reading = readingOf(memory);
      terms.observe(reading.terms.keys(), at, looked?.reading === reading ? looked.found : undefined);
      looked = undefined; // what it found may be gone
      if (memory.speaker !== undefined) speakers.observe([toName(memory.speaker)], at);
    },
    remove(memory) {
      looked = undefined;
      terms.remove(readingOf(memory).terms.keys());
      if (memory.speaker !== undefined) speakers.remove([toName(memory.speaker)]);
    },
    toJSON: () => ({
      version: VERSION,
      memories: terms.memories,
      observations,
      terms: terms.toRows(),
      speakers: speakers.toRows(),
    }),
  };
}

/** The name by which others call a speaker: its first word. */
function toName(speaker: string): string {
  return (speaker.trim().split(/\s+/, 1)[0] ?? "").toLowerCase();
}

function assertSaved(saved: StatisticsJson): void {
  if (typeof saved !== "object" || saved === null) throw new TypeError("saved must be what toJSON gave");
  if (saved.version !== VERSION) throw new RangeError(`statistics of version ${String(saved.version)} cannot be read`);
  assertCount("memories", saved.memories);
  assertCount("observations", saved.observations);
  for (const rows of [saved.terms, saved.speakers]) {
    if (!Array.isArray(rows)) throw new TypeError("saved must have rows of terms and of speakers");
    for (const [term, ...counts] of rows as TermRow[]) {
      if (typeof term !== "string") throw new TypeError("a term must be a string");
      for (const count of counts) assertCount("count", count);
    }
  }
}
