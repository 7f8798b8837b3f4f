/** Batch embedder: reads the texts of some keys, makes their vectors and keeps them. One batch at a time. */
import type { VectorIndex } from "../vectors/vector-index.ts";
import { embedChecked } from "./embed-checked.ts";
import type { Embedder } from "./embedder.ts";

/** What a batch needs. */
export interface BatchEmbedderOptions {
  readonly embedder: Embedder;
  readonly vectors: VectorIndex;
  /** The texts of keys, in their order; undefined where there is no such memory any more. */
  readonly readTexts: (keys: readonly number[], signal: AbortSignal) => Promise<readonly (string | undefined)[]>;
}

/** Makes vectors batch by batch. */
export interface BatchEmbedder {
  /** Keys of the batch that is under way. */
  readonly underWay: readonly number[];
  /** Resolves when the batch that is under way has ended, well or not; `undefined` when none of these keys is in it. */
  ended(keys: readonly number[]): Promise<void> | undefined;
  /** @returns how many vectors were kept: none for memories that are gone. */
  embed(keys: readonly number[], signal: AbortSignal): Promise<number>;
  /** Keeps a key of the batch that is under way from getting a vector, or from being tried again. */
  drop(key: number): void;
  isDropped(key: number): boolean;
  /** Tells whether the embedder embeds a harmless text: then what it refused is refused for its own sake. */
  isWell(signal: AbortSignal): Promise<boolean>;
}

const HARMLESS_TEXT = "hello";

export function createBatchEmbedder({ embedder, vectors, readTexts }: BatchEmbedderOptions): BatchEmbedder {
  let underWay: readonly number[] = [];
  let current: Promise<void> | undefined;
  let dropped = new Set<number>();

  async function embedLive(keys: readonly number[], signal: AbortSignal): Promise<number> {
    const texts = await readTexts(keys, signal);
    const live = keys.flatMap((key, at) => (texts[at] === undefined ? [] : [{ key, text: texts[at] }]));
    if (live.length === 0) return 0;
    const made = await embedChecked(
      embedder,
      live.map(({ text }) => text),
      signal,
    );
    const kept = live.flatMap(({ key }, at) => (dropped.has(key) ? [] : [[key, made[at]!] as const]));
    await vectors.setMany(kept);
    // A memory may have been forgotten while its vector was being kept.
    for (const [key] of kept) if (dropped.has(key)) await vectors.delete(key);
    return kept.length;
  }

  return {
    get underWay() {
      return underWay;
    },
    ended(keys) {
      const asked = new Set(keys);
      return underWay.some((key) => asked.has(key)) ? current : undefined;
    },
    async embed(keys, signal) {
      underWay = keys;
      dropped = new Set();
      const work = embedLive(keys, signal).finally(() => (underWay = []));
      current = work.then(ignore, ignore);
      return work;
    },
    drop(key) {
      if (underWay.includes(key)) dropped.add(key);
    },
    isDropped: (key) => dropped.has(key),
    async isWell(signal) {
      try {
        await embedChecked(embedder, [HARMLESS_TEXT], signal);
        return true;
      } catch {
        return false;
      }
    },
  };
}

function ignore(): void {
  // whoever waits looks again at what is missing
}
