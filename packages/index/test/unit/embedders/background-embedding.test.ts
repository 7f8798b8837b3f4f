import { expect, onTestFinished, test, vi } from "vitest";
import { startBackgroundEmbedding } from "../../../src/embedders/background-embedding.ts";
import { createExactVectorIndex } from "../../../src/vectors/exact-vector-index.ts";
import { scriptedEmbedder } from "../../support/scripted-embedder.ts";

const backOff = { firstMs: 1, maxMs: 4 };

/** A store of memories 1 to n with the texts "1" to "n"; key 13 is refused when a test says so. */
function start(options: { readonly batchTexts?: number; readonly firstMs?: number } = {}) {
  const embedder = scriptedEmbedder();
  const vectors = createExactVectorIndex();
  const gone = new Set<number>();
  const background = startBackgroundEmbedding({
    embedder,
    vectors,
    readTexts: async (keys) => keys.map((key) => (gone.has(key) ? undefined : `text ${key}`)),
    batchTexts: options.batchTexts ?? 4,
    backOff: { ...backOff, firstMs: options.firstMs ?? 1, maxMs: options.firstMs ?? 4 },
    random: () => 0,
  });
  onTestFinished(() => background.stop());
  const keys = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
  const refuse = (text: string): void => {
    embedder.onCall = (texts) => {
      if (texts.includes(text)) throw new Error("refused");
    };
  };
  return { embedder, vectors, gone, background, keys, refuse };
}

test("what is added is embedded in batches, one at a time", async () => {
  const { embedder, vectors, background, keys } = start();
  let running = 0;
  embedder.onCall = async () => {
    expect(++running).toBe(1);
    await new Promise(setImmediate);
    running--;
  };
  background.add(keys(6));
  background.add(keys(10));
  await background.idle();
  expect(vectors.size).toBe(10);
  expect(embedder.calls.map(({ length }) => length)).toEqual([4, 4, 2]);
  expect(background.status()).toEqual({
    state: "idle",
    queued: 0,
    embedded: 10,
    failed: 0,
    failures: 0,
    failuresInARow: 0,
  });
});

test("only what has no vector yet is resumed", async () => {
  const { embedder, vectors, background, keys } = start();
  await vectors.set(2, Float32Array.of(1, 0));
  await background.resume(keys(3));
  await background.idle();
  expect(embedder.calls).toEqual([["text 1", "text 3"]]);
});

test("memories that are gone, or go meanwhile, get no vector", async () => {
  const { embedder, vectors, gone, background } = start();
  gone.add(1);
  embedder.onCall = () => background.drop(3);
  background.add([1, 2, 3, 4]);
  background.drop(4);
  await background.idle();
  expect(await vectors.missing([1, 2, 3, 4])).toEqual([1, 3, 4]);
});

test("while the embedder is down everything waits, the error is told, and nothing is given up", async () => {
  const { embedder, vectors, background, keys } = start();
  embedder.onCall = () => {
    throw new Error("down");
  };
  background.add(keys(9));
  await vi.waitFor(() => expect(background.status().failuresInARow).toBeGreaterThan(12));
  const { queued, failed, lastError } = background.status();
  expect({ queued, failed }).toEqual({ queued: 9, failed: 0 });
  expect(lastError).toMatchObject({ code: "INDEX_EMBEDDER_FAILED", cause: new Error("down") });
  embedder.onCall = () => undefined;
  await background.idle();
  expect([vectors.size, background.status().failuresInARow]).toEqual([9, 0]);
});

test("one text that the embedder refuses is found and set aside; the others get their vectors", async () => {
  const { embedder, vectors, background, keys, refuse } = start();
  refuse("text 3");
  background.add(keys(20));
  await background.idle();
  expect(await vectors.missing(keys(20))).toEqual([3]);
  expect(background.status()).toMatchObject({ state: "idle", failed: 1, embedded: 19 });
  embedder.onCall = () => undefined;
  background.retryFailed();
  await background.idle();
  expect(vectors.size).toBe(20);
});

test("a pause holds after the batch under way, and ends with unpause", async () => {
  const { vectors, embedder, background, keys } = start();
  embedder.onCall = () => background.pause();
  background.add(keys(8));
  await vi.waitFor(() => expect(vectors.size).toBe(4));
  await new Promise(setImmediate);
  expect(background.status()).toMatchObject({ state: "paused", queued: 4 });
  embedder.onCall = () => undefined;
  background.unpause();
  await background.idle();
  expect(vectors.size).toBe(8);
});

test("unpause ends a long wait after a failure", async () => {
  const { embedder, background, refuse } = start({ firstMs: 3_600_000 });
  refuse("text 1");
  background.add([1]);
  await vi.waitFor(() => expect(background.status().state).toBe("waiting"));
  expect(background.status().retryAt).toBeGreaterThan(Date.now() + 1_000_000);
  embedder.onCall = () => undefined;
  background.unpause();
  await background.idle();
  expect(background.status().embedded).toBe(1);
});

test("nobody waits for a retry when the last memory that waits is forgotten", async () => {
  const { background, refuse } = start({ firstMs: 3_600_000 });
  refuse("text 1");
  background.add([1]);
  await vi.waitFor(() => expect(background.status().state).toBe("waiting"));
  const idle = background.idle();
  background.drop(1);
  await idle;
  expect(background.status()).toMatchObject({ state: "idle", queued: 0 });
});

test("stop aborts the batch under way and lets nobody wait for ever", async () => {
  const { embedder, vectors, background, keys } = start();
  embedder.onCall = (_, signal) =>
    new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason as Error)));
  background.add(keys(5));
  const idle = background.idle();
  await vi.waitFor(() => expect(embedder.calls).toHaveLength(1));
  await background.stop();
  await idle;
  background.add(keys(9));
  expect([vectors.size, background.status().state]).toEqual([0, "stopped"]);
  expect(background.status().lastError).toBeUndefined();
});

test("waiting for it can be given up", async () => {
  const { background } = start();
  background.pause();
  background.add([1]);
  const controller = new AbortController();
  const idle = background.idle(controller.signal);
  controller.abort(new Error("enough"));
  await expect(idle).rejects.toThrow("enough");
  await expect(background.idle(controller.signal)).rejects.toThrow("enough");
});
