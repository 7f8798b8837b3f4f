/** A memory as users see it, and what they give to save, change and find one. */
import type { FrameId } from "@vidmem/frames";
import type { ScoreParts, SearchMode, WordSuggestions } from "@vidmem/index";
import type { ImportanceFactors } from "@vidmem/significance";
import type { SignificanceScores } from "./scoring/scores.ts";

/** What kind of memory it is. Never rename one: the names are stored. */
export const MEMORY_TYPES = ["episodic", "semantic", "procedural", "working", "ghost", "soliton"] as const;
export type MemoryType = (typeof MEMORY_TYPES)[number];

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One memory. Times are milliseconds since the epoch; `importance` is 0..1. */
export interface Memory {
  readonly id: FrameId;
  readonly type: MemoryType;
  /** Text, or any other JSON value. */
  readonly content: Json;
  /** When it happened; updates keep it. */
  readonly timestamp: number;
  readonly namespace: string;
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  readonly tags: readonly string[];
  readonly importance: number;
  readonly metadata: JsonObject;
  /** How often it was read by id or saved again. */
  readonly accessCount: number;
  readonly lastAccessed?: number | undefined;
  /** Six scores, 0..1, in steps of 1/254; absent until it is scored, which is soon after it was saved. Ghosts have none. */
  readonly significance?: SignificanceScores | undefined;
}

/** A time: milliseconds since the epoch, a Date, or an ISO 8601 text. */
export type TimeLike = number | Date | string;

/** What may be said of a memory when it is saved. */
export interface SaveOptions {
  /** Default "episodic". */
  readonly type?: MemoryType | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: JsonObject | undefined;
  /** 0..1; default: what the factors give, else 0.5. */
  readonly importance?: number | undefined;
  /** What the importance is computed from when it is not given: five factors, how sure one is, and the source. */
  readonly importanceFactors?: ImportanceFactors | undefined;
  /** Changes behaviour: "now" waits until the significance is there, too. Default "later". */
  readonly scoring?: "later" | "now" | undefined;
  /** The conversation it belongs to; order of saving makes the order of turns. */
  readonly session?: string | undefined;
  /** Who said it. */
  readonly speaker?: string | undefined;
  /** When it happened; default now. */
  readonly timestamp?: TimeLike | undefined;
  /** Whose memory it is; default "default". Namespaces never see each other. */
  readonly namespace?: string | undefined;
  /** Its own vector, when the caller has one. */
  readonly embedding?: Float32Array | readonly number[] | undefined;
}

/** One memory to save in bulk. `id` is kept when it is a free id of 16 hex characters. */
export interface MemoryInput extends SaveOptions {
  readonly content: Json;
  readonly id?: string | undefined;
}

/** What changes in an update. `metadata` is merged; a key set to null is removed. `null` clears session or speaker. */
export interface MemoryPatch {
  readonly content?: Json | undefined;
  readonly type?: MemoryType | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly importance?: number | undefined;
  readonly session?: string | null | undefined;
  readonly speaker?: string | null | undefined;
}

/** The answer to a save. `duplicate`: the same memory was there already, and `id` is its id. */
export interface SaveResult {
  readonly id: FrameId;
  readonly duplicate: boolean;
}

/** The answer to a bulk save or an import. */
export interface BulkResult {
  readonly saved: number;
  readonly duplicates: number;
  readonly failed: number;
  /** Why, for the first 20 that failed; `item` counts from 1. Reasons hold no contents. */
  readonly failures: readonly { readonly item: number; readonly reason: string }[];
}

/** How far a long operation is; `total` is absent when it cannot be known. */
export interface Progress {
  readonly done: number;
  readonly total?: number | undefined;
  readonly unit: "memories" | "bytes";
}

/** Which memories a listing takes. `after` is inclusive, `before` exclusive. */
export interface MemoryFilter {
  readonly types?: readonly MemoryType[] | undefined;
  /** All of them must be there. */
  readonly tags?: readonly string[] | undefined;
  readonly namespace?: string | undefined;
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  readonly after?: TimeLike | undefined;
  readonly before?: TimeLike | undefined;
  readonly minImportance?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How to search. */
export interface SearchOptions extends MemoryFilter {
  /** 1..10,000, default 10. */
  readonly limit?: number | undefined;
  /** Searches the store as it was at this time of saving. */
  readonly asOf?: TimeLike | undefined;
  /** Default "auto": hybrid when the store was opened with an embedder, else lexical. */
  readonly mode?: SearchMode | undefined;
  /**
   * Default "auto": a question for several things ("Which instruments does Ada play?") is answered in two hops, at about three times
   * the cost (docs/ranking.md); "off": every question in one.
   */
  readonly hops?: "auto" | "off" | undefined;
  /**
   * Changes behaviour: "query" reads "phrases", -exclusions and tag: type: session: speaker: before: after: in the text (README of
   * @vidmem/index); "words" takes all of it as words. Default "query".
   */
  readonly syntax?: "query" | "words" | undefined;
  /** Adds `why` to every hit. */
  readonly explain?: boolean | undefined;
}

/** How to list by time. */
export interface TimelineOptions extends MemoryFilter {
  readonly asOf?: TimeLike | undefined;
  /** Default "oldest-first". */
  readonly order?: "oldest-first" | "newest-first" | undefined;
  readonly limit?: number | undefined;
}

/** A question: words, a vector, or both; with neither (`{}`), what passes the filters comes by importance, the newest first. */
export type SearchQuery =
  | string
  | { readonly text?: string | undefined; readonly embedding?: Float32Array | readonly number[] | undefined };

/** One answer. */
export interface Hit {
  readonly id: FrameId;
  readonly score: number;
  readonly content: Json;
  readonly timestamp: number;
  readonly type: MemoryType;
  readonly namespace: string;
  readonly tags: readonly string[];
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  readonly importance: number;
  readonly metadata: JsonObject;
  readonly why?: ScoreParts | undefined;
}

/** The answers, best first, and what they took. */
export interface SearchResult {
  readonly hits: readonly Hit[];
  /** When nothing was found: what words that no memory holds may have meant, likeliest first. */
  readonly suggestions?: readonly WordSuggestions[] | undefined;
  readonly tookMs: number;
}
