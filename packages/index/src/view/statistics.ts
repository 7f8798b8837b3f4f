/** Counts of what is in the index. */
import { TAG_MARK } from "../analysis/tag-term.ts";
import type { EmbeddingFigures } from "../semantic/stored-vectors.ts";
import { eachTerm } from "../segment/dictionary.ts";
import type { Section } from "../segment/section.ts";
import type { PlacedSection, View } from "./view.ts";

export interface IndexStats {
  /** Versions that are current. */
  readonly documents: number;
  readonly namespaces: readonly string[];
  /** Current versions by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly sessions: number;
  /** Distinct terms of each namespace, added up. */
  readonly terms: number;
  readonly vectors: number;
  /** How the background makes them; only of an index in a folder that has an embedder. */
  readonly embedding?: EmbeddingFigures | undefined;
}

/** @param views of all namespaces, by name. */
export function countStats(views: ReadonlyMap<string, View>, vectors: number): IndexStats {
  const all = [...views.values()];
  return {
    documents: all.reduce((sum, { liveDocuments }) => sum + liveDocuments, 0),
    namespaces: [...views].filter(([, { liveDocuments }]) => liveDocuments > 0).map(([name]) => name),
    types: countTypes(all),
    sessions: all.reduce((sum, { liveSessions }) => sum + liveSessions, 0),
    terms: all.reduce((sum, { sections }) => sum + countTerms(sections), 0),
    vectors,
  };
}

function countTypes(views: readonly View[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { section, live } of views.flatMap(({ sections }) => sections)) {
    const inSection = new Float64Array(section.types.length);
    for (let document = 0; document < section.documents; document++) {
      if (live === undefined || live[document] === 1) inSection[section.type[document]!]! += 1;
    }
    for (const [at, count] of inSection.entries()) {
      if (count > 0) counts.set(section.types[at]!, (counts.get(section.types[at]!) ?? 0) + count);
    }
  }
  return Object.fromEntries(counts);
}

/** A section's own count is at hand; only terms that several sections hold ask for a union. */
function countTerms(sections: readonly PlacedSection[]): number {
  if (sections.length <= 1) return sections.reduce((sum, { section }) => sum + wordsOf(section).length, 0);
  return new Set(sections.flatMap(({ section }) => wordsOf(section))).size;
}

const words = new WeakMap<Section, string[]>();

function wordsOf(section: Section): string[] {
  let known = words.get(section);
  if (known === undefined) {
    known = [];
    for (const { term } of eachTerm(section.dictionary)) {
      if (term[0] !== TAG_MARK.charCodeAt(0)) known.push(Buffer.from(term).toString());
    }
    words.set(section, known);
  }
  return known;
}
