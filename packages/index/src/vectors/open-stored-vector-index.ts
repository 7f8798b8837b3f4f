/** The door to the stored vector index, which is loaded when somebody opens one: most processes never do. */
import type { StoredVectorIndex, StoredVectorIndexOptions } from "./stored-vector-index.ts";

/**
 * Opens a folder of vectors; nothing but its manifest is read until the first call needs more.
 * @throws IndexError INDEX_MODEL_MISMATCH, INDEX_DIMENSION_MISMATCH, INDEX_IO; RangeError for options out of range.
 */
export async function openStoredVectorIndex(options: StoredVectorIndexOptions): Promise<StoredVectorIndex> {
  const stored = await import("./stored-vector-index.ts");
  return stored.openStoredVectorIndex(options);
}
