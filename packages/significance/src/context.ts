/**
 * What a store knows of a memory's place in it: the facts that scoring needs beside the text. Plain data, so that a scorer
 * of one's own can send it elsewhere. `StoreStatistics.contextOf` makes it in O(terms of the text).
 */

import type { Reading } from "./reading/reading.ts";

/** A memory as a scorer sees it. */
export interface ScorableMemory {
  /** Only the first 16,384 characters are read. */
  readonly text: string;
  /** When it happened, ms since 1970. */
  readonly timestamp: number;
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly type?: string | undefined;
  /** `readText(text)`, when it is there already: context, score and observe each read the text otherwise. */
  readonly reading?: Reading | undefined;
}

/** What the store knows of a term before this memory. */
export interface TermFacts {
  /** Memories that have it. */
  readonly memories: number;
  /** Episodes other than this memory's own in which it came up; an episode is a session, or a day without one. */
  readonly otherEpisodes: number;
  /** Memories since it last came up: 1 is the memory just before. */
  readonly memoriesSince: number;
  /** How rare it is in the store, 0..1: `rarityOf`. */
  readonly rarity: number;
}

/** What the store knows of the memory's speaker before this memory. */
export interface SpeakerFacts {
  readonly memories: number;
  readonly episodes: number;
}

export interface ScoringContext {
  /** The time of scoring, ms since 1970. */
  readonly now: number;
  /** Memories in the store before this one. */
  readonly memories: number;
  /** Terms of the text that the store knows; a term that is not here is new. */
  readonly terms: ReadonlyMap<string, TermFacts>;
  /** Terms of the text that are names of people who speak in the store. */
  readonly people: ReadonlySet<string>;
  readonly speaker?: SpeakerFacts | undefined;
}

/** The context of a memory in an empty store. */
export function emptyContext(now: number): ScoringContext {
  return { now, memories: 0, terms: new Map(), people: new Set() };
}

/**
 * How rare a term is: 1 when nothing has it, falling to 0 when every memory does.
 * Source: inverse document frequency (K. Spärck Jones, 1972) over its greatest value, with one memory added on both sides.
 * @param having memories that have the term. @param all memories of the store.
 */
export function rarityOf(having: number, all: number): number {
  return rarityIn(all)(having);
}

/** `rarityOf` for many terms of one store, whose logarithm is taken once. */
export function rarityIn(all: number): (having: number) => number {
  const whole = Math.log(all + 2);
  return (having) => Math.max(0, 1 - Math.log(having + 1) / (having > all ? Math.log(having + 2) : whole));
}
