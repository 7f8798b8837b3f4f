/**
 * The built-in embedder: character trigrams, hashed into 1,000 places, L2-normalised. Works offline and in microseconds.
 * Source: seed lightning-vidmem.md, "Semantic Search Without ML". The seed used a per-process hash; ours is stable
 * (FNV-1a over UTF-16 code units, 32 bit), so vectors can be stored and compared between runs.
 */
import type { Embedder } from "./embedder.ts";

export const TRIGRAM_DIMENSIONS = 1000;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** @returns unit vectors of 1,000 counts; a text shorter than three characters gives the zero vector. */
export function createTrigramEmbedder(): Embedder {
  return {
    name: "trigram-1000-fnv1a",
    dimensions: TRIGRAM_DIMENSIONS,
    embed: (texts) => Promise.resolve(texts.map(embedTrigrams)),
  };
}

/** The trigram vector of one text. */
export function embedTrigrams(text: string): Float32Array {
  const vector = new Float32Array(TRIGRAM_DIMENSIONS);
  for (let at = 0; at + 3 <= text.length; at++) vector[hashTrigram(text, at) % TRIGRAM_DIMENSIONS]! += 1;
  return normalize(vector);
}

function hashTrigram(text: string, at: number): number {
  let hash = FNV_OFFSET;
  for (let offset = 0; offset < 3; offset++) {
    const unit = text.charCodeAt(at + offset);
    hash = Math.imul(hash ^ (unit & 0xff), FNV_PRIME);
    hash = Math.imul(hash ^ (unit >>> 8), FNV_PRIME);
  }
  return hash >>> 0;
}

function normalize(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  return norm === 0 ? vector : vector.map((value) => value / norm);
}
