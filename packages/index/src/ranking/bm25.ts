/** BM25, the parts of it that context ranking is made of. Source: Robertson and Zaragoza 2009; constants: docs/ranking.md. */

/** How fast repetition saturates (`k1`) and how much length counts (`b`, 0..1). */
export interface Bm25 {
  readonly k1: number;
  readonly b: number;
}

/** Of a turn. */
export const TURN_BM25: Bm25 = { k1: 0.7, b: 0.3 };
/** Of a whole session as one document. */
export const SESSION_BM25: Bm25 = { k1: 1.2, b: 0.5 };

/** ln(1 + (N − df + .5)/(df + .5)): never negative. */
export function inverseDocumentFrequency(documents: number, holding: number): number {
  return Math.log(1 + (documents - holding + 0.5) / (holding + 0.5));
}

/** The share of a term's weight that depends on how often it stands in a document of this length; below k1 + 1. */
export function saturatedFrequency(frequency: number, relativeLength: number, bm25: Bm25): number {
  return saturate(frequency, lengthPart(relativeLength, bm25), bm25);
}

/** What of it depends on the document alone. */
export function lengthPart(relativeLength: number, { k1, b }: Bm25): number {
  return k1 * (1 - b + b * relativeLength);
}

/** The rest of it. */
export function saturate(frequency: number, part: number, { k1 }: Bm25): number {
  return (frequency * (k1 + 1)) / (frequency + part);
}
