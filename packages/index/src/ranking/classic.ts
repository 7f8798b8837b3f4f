/**
 * The seed's relevance formula, kept for those who built on it. Source: seed lightning-vidmem.md, "The Search Algorithm":
 * (10 for the whole query as a substring + 2 per query word found as a substring + 5 · cosine) · 1/(1 + .1 · age in whole
 * days) · 1.5 for type "breakthrough". Recency multiplies everything, so old answers lose: see docs/ranking.md.
 */

const DAY_MS = 86_400_000;

/** What the formula looks at. */
export interface ClassicDocument {
  readonly text: string;
  readonly timestamp: number;
  readonly type: string;
}

/**
 * @param now ms; a document from the future counts as of today.
 * @param cosine similarity of the two vectors, when both exist.
 * @returns 0 or more.
 */
export function classicRelevance(query: string, document: ClassicDocument, now: number, cosine = 0): number {
  const content = document.text.toLowerCase();
  const asked = query.toLowerCase();
  let score = content.includes(asked) ? 10 : 0;
  for (const word of asked.split(/\s+/)) if (word !== "" && content.includes(word)) score += 2;
  score += cosine * 5;
  const ageDays = Math.max(0, Math.floor((now - document.timestamp) / DAY_MS));
  score *= 1 / (1 + ageDays * 0.1);
  return document.type === "breakthrough" ? score * 1.5 : score;
}
