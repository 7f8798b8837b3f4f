import { memoryDisk, type Disk } from "@vidmem/frames";
import { describe, expect, test, vi } from "vitest";
import type { IndexDocument } from "../../../src/document.ts";
import type { Embedder } from "../../../src/embedders/embedder.ts";
import {
  openMemoryIndex,
  type OpenMemoryIndexOptions,
  type StoredMemoryIndex,
} from "../../../src/open-memory-index.ts";
import { aDocument } from "../../documents.ts";
import { countingEmbedder } from "../../support/counting-embedder.ts";

const DOCUMENTS = Array.from({ length: 150 }, (_, at) => aDocument(at + 1, `memory ${at + 1}`));

interface Opened extends Partial<OpenMemoryIndexOptions> {
  readonly disk: Disk;
  readonly documents?: readonly IndexDocument[];
}

function open({ documents = DOCUMENTS, ...options }: Opened): Promise<StoredMemoryIndex> {
  const byRef = new Map(documents.map((document) => [document.ref, document]));
  return openMemoryIndex({
    dir: "/index",
    lastSeq: 1_000,
    readText: async (ref) => byRef.get(ref)?.text ?? "",
    readEmbedding: async (ref) => byRef.get(ref)?.embedding,
    ...options,
  });
}

function add(index: StoredMemoryIndex, documents: readonly IndexDocument[] = DOCUMENTS): void {
  for (const document of documents) index.add(document);
  index.upkeep.notice(documents.at(-1)!.ref);
}

/** An embedder that never answers, and does not listen to its signal. */
function hangingEmbedder(): Embedder {
  return { ...countingEmbedder(), embed: () => new Promise<never>(() => undefined) };
}

describe("vectors of an index in a folder", () => {
  test("are made in the background, and found again by the next opening", async () => {
    const disk = memoryDisk();
    const embedder = countingEmbedder();
    const index = await open({ disk, embedder });
    add(index);
    expect(index.stats().embedding).toMatchObject({ queued: 150, embedded: 0 });
    await index.embedding!.idle();
    expect(index.stats()).toMatchObject({ vectors: 150, embedding: { queued: 0, embedded: 150, failed: 0 } });
    await index.close();

    const again = await open({ disk, embedder });
    expect(again.stats().vectors).toBe(150);
    await again.embedding!.idle();
    const [best] = await again.search({ text: "memory 77", mode: "vector" });
    expect(best).toMatchObject({ ref: 77 });
    await again.close();
    for (const { text } of DOCUMENTS) expect(embedder.counts.get(text)).toBe(text === "memory 77" ? 2 : 1);
  });

  test("what an earlier process left without a vector gets one after the next opening", async () => {
    const disk = memoryDisk();
    const first = await open({ disk });
    add(first);
    await first.close();
    const embedder = countingEmbedder();
    const index = await open({ disk, embedder });
    await index.embedding!.idle();
    expect(index.stats()).toMatchObject({ vectors: 150, embedding: { embedded: 150 } });
    await index.close();
  });

  test("an embedder that hangs holds up neither closing nor words", async () => {
    const disk = memoryDisk();
    const index = await open({ disk, embedder: hangingEmbedder() });
    add(index);
    await vi.waitUntil(() => index.embedding!.figures().state === "embedding");
    expect(await index.search({ text: "memory 5", mode: "lexical", limit: 1 })).toMatchObject([{ ref: 5 }]);
    await index.close();
    const embedder = countingEmbedder();
    const again = await open({ disk, embedder });
    await again.embedding!.idle();
    expect(again.stats().vectors).toBe(150);
    await again.close();
  });

  test("a failing embedder is told in the figures, without texts", async () => {
    const embedder = { ...countingEmbedder(), embed: () => Promise.reject(new Error("memory 1 is too sad")) };
    const index = await open({ disk: memoryDisk(), embedder });
    add(index);
    await vi.waitUntil(() => index.embedding!.figures().failuresInARow > 0);
    const { queued, lastError, state } = index.embedding!.figures();
    expect({ queued, state }).toEqual({ queued: 150, state: "waiting" });
    expect(lastError).toContain('"counting" failed');
    expect(lastError).not.toContain("sad");
    await index.close();
  });

  test("another embedder is refused by default, and embeds everything again when asked to", async () => {
    const disk = memoryDisk();
    const index = await open({ disk, embedder: countingEmbedder() });
    add(index);
    await index.embedding!.idle();
    await index.close();
    const embedder = countingEmbedder("other");
    await expect(open({ disk, embedder })).rejects.toMatchObject({
      code: "INDEX_MODEL_MISMATCH",
      message: expect.stringContaining("reindex"),
    });
    const again = await open({ disk, embedder, onModelMismatch: "reindex" });
    await again.embedding!.idle();
    expect(again.stats()).toMatchObject({ vectors: 150, embedding: { embedded: 150 } });
    await again.close();
    const later = await open({ disk, embedder });
    expect(later.stats().vectors).toBe(150);
    await later.close();
  });

  test("a document's own vector is used when it has the embedder's length", async () => {
    const embedder = countingEmbedder();
    const own = new Float32Array(16).fill(-1);
    const documents = [
      aDocument(1, "own", { embedding: own }),
      aDocument(2, "of another model", { embedding: Float32Array.of(1, 2) }),
    ];
    const index = await open({ disk: memoryDisk(), embedder, documents });
    add(index, documents);
    await index.embedding!.idle();
    expect([...embedder.counts.keys()]).toEqual(["of another model"]);
    const [best] = await index.search({ embedding: own });
    expect(best).toMatchObject({ ref: 1 });
    expect(best!.score).toBeCloseTo(1, 3);
    await index.close();
  });

  test("pausing the upkeep pauses the embedding", async () => {
    const embedder = countingEmbedder();
    const index = await open({ disk: memoryDisk(), embedder });
    index.upkeep.pause();
    add(index);
    await vi.waitUntil(() => index.embedding!.figures().state === "paused");
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(embedder.counts.size).toBe(0);
    index.upkeep.resume();
    await index.embedding!.idle();
    expect(embedder.counts.size).toBe(150);
    await index.close();
  });

  test("a version that has ended before its turn gets no vector", async () => {
    const embedder = countingEmbedder();
    const index = await open({ disk: memoryDisk(), embedder });
    add(index);
    index.remove(3, "default", Date.now());
    index.add(aDocument(151, "memory 151"), { replaces: { ref: 4, namespace: "default" } });
    await index.embedding!.idle();
    expect([embedder.counts.has("memory 3"), embedder.counts.has("memory 4")]).toEqual([false, false]);
    await index.close();
  });

  test("vectors of a tail that a crash took do not become those of what is saved in its place", async () => {
    const disk = memoryDisk();
    const index = await open({ disk, embedder: countingEmbedder() });
    add(index);
    await index.embedding!.idle();
    await index.close();
    const shorter = await open({ disk, embedder: countingEmbedder(), lastSeq: 100 });
    expect(shorter.stats().vectors).toBe(100);
    await shorter.close();
  });

  test("a reader makes no vectors in the background, and writes nothing", async () => {
    const disk = memoryDisk();
    const writer = await open({ disk });
    add(writer);
    await writer.close();
    const embedder = countingEmbedder();
    const reader = await open({ disk, embedder, readOnly: true });
    await reader.embedding!.idle();
    expect(embedder.counts.size).toBe(0);
    expect(await reader.search({ text: "memory 5", mode: "vector", limit: 1 })).toMatchObject([{ ref: 5 }]);
    await reader.close();
    expect(await disk.stat("/index/vectors")).toBeUndefined();
  });
});

describe("erasing", () => {
  for (const [situation, withEmbedder] of [
    ["with the embedder", true],
    ["without an embedder", false],
  ] as const) {
    test(`takes vectors out of every file ${situation}`, async () => {
      const disk = memoryDisk();
      const first = await open({ disk, embedder: countingEmbedder() });
      add(first);
      await first.embedding!.idle();
      await first.close();
      const index = await open({ disk, embedder: withEmbedder ? countingEmbedder() : undefined });
      index.remove(7, "default", Date.now());
      await index.upkeep.erase([7]);
      await index.close();
      const again = await open({ disk, embedder: countingEmbedder() });
      expect(again.stats().vectors).toBe(149);
      await again.close();
    });
  }
});
