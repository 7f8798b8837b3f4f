/** Front door of `@vidmem/index`: which memories match this cue? */
export { createTermBuffer } from "./analysis/term-buffer.ts";
export type { TermBuffer } from "./analysis/term-buffer.ts";
export { createTermTable } from "./analysis/term-table.ts";
export type { TermTable, TermTableOptions } from "./analysis/term-table.ts";
export { createAnalyzer } from "./analysis/terms.ts";
export type { Analyzer } from "./analysis/terms.ts";
export { textFlags } from "./analysis/text-flags.ts";
export type {
  IndexDocument,
  IndexHit,
  IndexQuery,
  IndexSelection,
  ScoreParts,
  SearchFilter,
  SearchMode,
} from "./document.ts";
export { startBackgroundEmbedding } from "./embedders/background-embedding.ts";
export type {
  BackgroundEmbedding,
  BackgroundEmbeddingOptions,
  BackgroundEmbeddingStatus,
} from "./embedders/background-embedding.ts";
export type { Embedder } from "./embedders/embedder.ts";
export { withEmbeddingCache } from "./embedders/embedding-cache.ts";
export type { EmbeddingCacheOptions } from "./embedders/embedding-cache.ts";
export { createEnergeticEmbedder } from "./embedders/energetic.ts";
export type { EnergeticEmbedderOptions, EnergeticModel } from "./embedders/energetic.ts";
export { openHttpEmbedder } from "./embedders/http/http-embedder.ts";
export type { HttpEmbedderOptions } from "./embedders/http/http-embedder.ts";
export { createTransformersEmbedder } from "./embedders/transformers.ts";
export type { TransformersEmbedderOptions, TransformersLibrary } from "./embedders/transformers.ts";
export { createTrigramEmbedder } from "./embedders/trigram.ts";
export { INDEX_ERROR_CODES, IndexError } from "./errors.ts";
export type { IndexErrorCode } from "./errors.ts";
export type { IndexDamage } from "./index-damage.ts";
export type { TimeOrder } from "./listing/by-time.ts";
export type { TurnsWanted } from "./listing/turns-around.ts";
export { createMemoryIndex } from "./memory-index.ts";
export type { IndexStats, MemoryIndex, MemoryIndexOptions } from "./memory-index.ts";
export { openMemoryIndex } from "./open-memory-index.ts";
export type { OpenMemoryIndexOptions, StoredMemoryIndex } from "./open-memory-index.ts";
export type { WordSuggestions } from "./search/suggest.ts";
export type { EmbeddingFigures, StoredVectors } from "./semantic/stored-vectors.ts";
export type { UpkeepStats } from "./store/upkeep.ts";
export { narrowFilter } from "./query/narrow-filter.ts";
export { parseQuery } from "./query/parse-query.ts";
export type { ExcludedAttributes, ParsedQuery } from "./query/parse-query.ts";
export { createQueryCheck } from "./query/query-check.ts";
export type { CheckedDocument } from "./query/query-check.ts";
export { classicRelevance } from "./ranking/classic.ts";
export type { ClassicDocument } from "./ranking/classic.ts";
export { createSpelling } from "./spelling/spelling.ts";
export type { Spelling, SpellingOptions, Suggestion } from "./spelling/spelling.ts";
export type { TermCount } from "./spelling/term-list.ts";
export { createExactVectorIndex } from "./vectors/exact-vector-index.ts";
export { openStoredVectorIndex } from "./vectors/open-stored-vector-index.ts";
export type { StoredVectorIndex, StoredVectorIndexOptions, VectorIndexStats } from "./vectors/stored-vector-index.ts";
export type { KeyedVector, NearestOptions, VectorAccuracy, VectorHit, VectorIndex } from "./vectors/vector-index.ts";
