/**
 * What the index is given and what it gives back. A document is one version of one memory; `ref` names it (the frame's
 * place in history), so every reference is unique and later documents have larger ones.
 */

/** One version of one memory, as the index needs it. Times are milliseconds since the epoch. */
export interface IndexDocument {
  readonly ref: number;
  readonly text: string;
  /** The text as UTF-8, when it is at hand: it saves encoding it again. Read before `add` returns, and not kept. */
  readonly utf8?: Uint8Array | undefined;
  /** When it happened. */
  readonly timestamp: number;
  /** When it was saved: what `asOf` goes by. */
  readonly savedAt: number;
  readonly namespace: string;
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  readonly type: string;
  readonly tags: readonly string[];
  /** 0..1 */
  readonly importance: number;
  /** A vector that came with the memory; without one the embedder makes it when a search needs it. */
  readonly embedding?: Float32Array | undefined;
}

/** Which documents may be returned. Filters never change how the others are counted. */
export interface SearchFilter {
  readonly types?: readonly string[] | undefined;
  /** Every one of these tags must be there. */
  readonly tags?: readonly string[] | undefined;
  readonly session?: string | undefined;
  readonly speaker?: string | undefined;
  /** Inclusive, ms. */
  readonly after?: number | undefined;
  /** Exclusive, ms. */
  readonly before?: number | undefined;
  /** Inclusive, 0..1. */
  readonly minImportance?: number | undefined;
}

/** Which documents a listing takes. */
export interface IndexSelection extends SearchFilter {
  /** Default "default". */
  readonly namespace?: string | undefined;
  /** As it was at this time of saving, ms. */
  readonly asOf?: number | undefined;
}

/**
 * How documents are ranked. "lexical" = context ranking; "vector" = cosine of window-pooled vectors; "hybrid" = both, fused;
 * "classic" = the seed's relevance formula, which reads every text; "auto" = hybrid when an embedder was configured, else lexical.
 */
export type SearchMode = "auto" | "lexical" | "vector" | "hybrid" | "classic";

/** One question to the index. Without text and embedding, what passes the filters comes by importance, the newest first. */
export interface IndexQuery extends SearchFilter {
  readonly text?: string | undefined;
  /** The question's own vector; without one the embedder makes it. */
  readonly embedding?: Float32Array | undefined;
  /** Default "default"; "*" asks every namespace, each ranked by its own statistics. */
  readonly namespace?: string | undefined;
  /** Reads the index as it was at this time of saving, ms. */
  readonly asOf?: number | undefined;
  readonly mode?: SearchMode | undefined;
  /** 1..10,000; default 10. */
  readonly limit?: number | undefined;
  /**
   * Changes behaviour, in modes "lexical" and "hybrid": "auto" answers a question for several things ("Which instruments does
   * Ada play?") in two hops (docs/ranking.md), at about three times the cost, and any other in one; "off" always in one. Default "auto".
   */
  readonly hops?: "auto" | "off" | undefined;
  /** Adds `why` to every hit. */
  readonly explain?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What one term gave to a score. */
export interface TermPart {
  readonly term: string;
  readonly weight: number;
  readonly turnsAway: number;
  /** Of a term that the second hop added: a member of a kind that the question names, or shared by several first hits. */
  readonly source?: "kind" | "hits";
}

/** How much each part gave to a score; parts that gave nothing are absent. */
export interface ScoreParts {
  /** Per term: its weight, and the distance in turns of the neighbour that lent it (0 = the document itself). */
  readonly terms?: readonly TermPart[];
  readonly session?: number;
  readonly speaker?: number;
  readonly date?: number;
  readonly when?: number;
  readonly question?: number;
  /** 0 or less: what better hits of the same session cost this one, when the question asks for several things. */
  readonly spread?: number;
  /** The context score and the cosine before they were fused. */
  readonly lexical?: number;
  readonly cosine?: number;
}

/** One answer, best first. Scores compare within one search only. */
export interface IndexHit {
  readonly ref: number;
  readonly score: number;
  readonly why?: ScoreParts | undefined;
}
