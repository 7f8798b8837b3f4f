/** An embedder that does as it is told: it counts its calls, and fails or waits where a test says so. */
import type { Embedder } from "../../src/embedders/embedder.ts";

export interface ScriptedEmbedder extends Embedder {
  /** The texts of each call. */
  readonly calls: string[][];
  /** Called before each embedding; throw to fail it, wait to delay it. */
  onCall: (texts: readonly string[], signal: AbortSignal | undefined) => void | Promise<void>;
}

/** Vectors of two values: the length of the text, and one. */
export function scriptedEmbedder(): ScriptedEmbedder {
  const embedder: ScriptedEmbedder = {
    name: "scripted",
    dimensions: 2,
    calls: [],
    onCall: () => undefined,
    async embed(texts, { signal } = {}) {
      embedder.calls.push([...texts]);
      await embedder.onCall(texts, signal);
      return texts.map((text) => Float32Array.of(text.length, 1));
    },
  };
  return embedder;
}
