/** An embedder for tests that count: vectors of ±1 by a hash of the text, which quantisation keeps exactly, and how often each text came. */
import { createHash } from "node:crypto";
import type { Embedder } from "../../src/embedders/embedder.ts";

const DIMENSIONS = 16;

export interface CountingEmbedder extends Embedder {
  /** Calls by text. */
  readonly counts: Map<string, number>;
}

export function countingEmbedder(name = "counting"): CountingEmbedder {
  const counts = new Map<string, number>();
  return {
    name,
    counts,
    dimensions: DIMENSIONS,
    async embed(texts) {
      for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
      await Promise.resolve();
      return texts.map(toVector);
    },
  };
}

function toVector(text: string): Float32Array {
  const bits = createHash("sha256").update(text).digest().readUInt16LE(0);
  return Float32Array.from({ length: DIMENSIONS }, (_, at) => (((bits >> at) & 1) === 1 ? 1 : -1));
}
