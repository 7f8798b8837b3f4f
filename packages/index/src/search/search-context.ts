/** What a search in one partition works on. */
import type { Analyzer } from "../analysis/terms.ts";
import type { KindTable } from "../multi-hop/kind-terms.ts";
import type { Partition } from "../partition/partition.ts";
import type { View } from "../partition/view.ts";
import type { Vectors } from "./vectors.ts";

/** One partition at one time, and what reads it. */
export interface SearchContext {
  readonly partition: Partition;
  readonly view: View;
  readonly vectors: Vectors;
  readonly analyzer: Analyzer;
  readonly kinds: KindTable;
  readonly readText: (ref: number) => Promise<string>;
  /** ms */
  readonly now: number;
  /** Whether the user configured an embedder. */
  readonly hasEmbedder: boolean;
}
