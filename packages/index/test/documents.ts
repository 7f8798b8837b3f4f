/** What the tests of this room put into an index: documents with every field filled, and an index over their texts. */
import type { IndexDocument } from "../src/document.ts";
import { createMemoryIndex, type MemoryIndex, type MemoryIndexOptions } from "../src/memory-index.ts";

export const DAY_MS = 86_400_000;
export const FIRST_DAY_MS: number = Date.UTC(2024, 0, 1);

/** A document; `ref` counts the days after 1 January 2024 too, so that later references are later memories. */
export function aDocument(ref: number, text: string, fields: Partial<IndexDocument> = {}): IndexDocument {
  const timestamp = fields.timestamp ?? FIRST_DAY_MS + ref * DAY_MS;
  return {
    ref,
    text,
    savedAt: timestamp,
    namespace: "default",
    type: "note",
    tags: [],
    importance: 0.5,
    ...fields,
    timestamp,
  };
}

/** An index that holds the documents, and reads their texts from them. */
export function anIndex(documents: readonly IndexDocument[], options: Partial<MemoryIndexOptions> = {}): MemoryIndex {
  const texts = new Map(documents.map((document) => [document.ref, document.text]));
  const index = createMemoryIndex({ readText: async (ref) => texts.get(ref) ?? "", ...options });
  for (const document of documents) index.add(document);
  return index;
}
