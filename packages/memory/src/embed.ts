/**
 * Embedding what has no vector yet: the background does it soon after each save; this waits for it, as programs do that save and end.
 * Invariant: it changes nothing that the background would not.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { StoredMemoryIndex } from "@vidmem/index";
import type { Progress } from "./memory.ts";

export interface EmbedOptions {
  /** Changes behaviour: gives up when the embedder fails so often in a row, from 1. Default 3, which takes about 3 s of waiting. */
  readonly tries?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** What became of the memories that had no vector. */
export interface EmbedResult {
  /** Vectors made since the store was opened. */
  readonly embedded: number;
  /** Memories that still wait: it gave up. The next opening goes on. */
  readonly waiting: number;
  /** Memories whose text the embedder refuses. */
  readonly refused: number;
  /** Why it gave up, or what was refused last, without texts. */
  readonly lastError?: string | undefined;
}

const LOOK_EVERY_MS = 50;
const TRIES = 3;

/** @throws TypeError without an embedder; RangeError for `tries`; the signal's reason. */
export async function embedRest(
  { embedding }: Pick<StoredMemoryIndex, "embedding">,
  { tries = TRIES, signal, onProgress }: EmbedOptions,
): Promise<EmbedResult> {
  if (embedding === undefined) throw new TypeError("embed needs a store that was opened with an embedder");
  if (!Number.isSafeInteger(tries) || tries < 1) throw new RangeError("tries must be a whole number from 1");
  let isIdle = false;
  const idle = embedding.idle().then(() => (isIdle = true));
  for (;;) {
    const { embedded, queued, failed, failuresInARow, lastError } = embedding.figures();
    onProgress?.({ done: embedded, total: embedded + queued, unit: "memories" });
    if (isIdle || failuresInARow >= tries) {
      const result = { embedded, waiting: queued, refused: failed };
      return isIdle && failed === 0 ? result : { ...result, lastError };
    }
    await Promise.race([idle, sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined)]);
    signal?.throwIfAborted();
  }
}
