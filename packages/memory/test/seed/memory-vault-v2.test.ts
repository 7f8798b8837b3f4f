/** Each behaviour that the Vault V2 seed lists, by its name there. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { MEMORY_TYPES, type MemoryStore } from "../../src/index.ts";
import { errorOf, storesOn, tickingClock, toArray, withStore } from "../support/stores.ts";

const DAY_MS = 86_400_000;

test("Basic usage: store, retrieve, search by tags and importance, find similar, stream all, shut down", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("Important information", {
      type: "semantic",
      metadata: { tags: ["important", "example"] },
      importance: 0.9,
      embedding: Array.from({ length: 128 }, (_, at) => Math.sin(at)),
    });
    expect((await store.get(id))?.content).toBe("Important information");
    const results = await store.search({}, { tags: ["important"], minImportance: 0.5, limit: 10 });
    expect(results.hits).toMatchObject([{ id, importance: 0.9 }]);
    const embedding = Array.from({ length: 128 }, (_, at) => Math.sin(at + 0.1));
    expect((await store.similar(embedding, { threshold: 0.7 })).hits).toMatchObject([{ id }]);
    expect(await toArray(store.stream())).toMatchObject([{ id }]);
  });
});

test("Multiple memory types: each is kept, and only a ghost is not there after a restart", async () => {
  const open = storesOn();
  await open(async (store) => {
    for (const type of MEMORY_TYPES) await store.save("the same words", { type });
    expect(new Set((await toArray(store.stream())).map(({ type }) => type))).toEqual(new Set(MEMORY_TYPES));
    expect((await store.search("words", { types: ["ghost", "soliton"] })).hits).toHaveLength(2);
  });
  await open(async (store) => {
    const types = (await toArray(store.stream())).map(({ type }) => type);
    expect(types).toEqual(MEMORY_TYPES.filter((type) => type !== "ghost"));
  });
});

test("Stable deduplication: keys in any order, also after a restart", async () => {
  const open = storesOn();
  const content = { action: "compile", command: "gcc -O2" };
  const first = await open((store) => store.save(content, { type: "procedural", metadata: { a: 1, b: [2, 3] } }));
  await open(async (store) => {
    const turned = { command: "gcc -O2", action: "compile" };
    const again = await store.save(turned, { type: "procedural", metadata: { b: [2, 3], a: 1 } });
    expect(again).toEqual({ id: first.id, duplicate: true });
  });
});

test("Custom memory types: JSON content comes back as it was, and is found by its words and its tags", async () => {
  await withStore(async (store) => {
    const content = { action: "compile", command: "gcc -O2" };
    const { id } = await store.save(content, {
      type: "procedural",
      metadata: { executable: true, tags: ["build", "commands"] },
    });
    expect(await store.get(id)).toMatchObject({ content, metadata: { executable: true }, tags: ["build", "commands"] });
    expect((await store.search("compile")).hits).toMatchObject([{ id }]);
    expect((await store.search({}, { tags: ["build", "commands"] })).hits).toMatchObject([{ id }]);
  });
});

test("Embedding-based retrieval: the most similar within the threshold, at most as many as asked for", async () => {
  await withStore(async (store) => {
    for (let n = 0; n < 10; n++)
      await store.save(`memory ${n}`, { embedding: [Math.cos(n / 10), Math.sin(n / 10)], type: "semantic" });
    const { hits } = await store.similar([1, 0], { threshold: 0.8, limit: 5 });
    expect(hits.map(({ content }) => content)).toEqual([0, 1, 2, 3, 4].map((n) => `memory ${n}`));
  });
});

test("Importance decay: what nobody reads loses importance, what is read often keeps it", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const idle = await store.save("idle", { importance: 0.8 });
      const busy = await store.save("busy", { importance: 0.8 });
      for (let n = 0; n < 10; n++) await store.get(busy.id);
      clock.now += 20 * DAY_MS;
      await store.decay();
      const of = async (id: string): Promise<number> => (await store.get(id))!.importance;
      expect(await of(idle.id)).toBeCloseTo(0.8 * 0.99 ** 20, 5);
      expect(await of(busy.id)).toBeCloseTo(0.8 * 0.99 ** 20 + 0.1, 5);
    },
    { clock },
  );
});

test("Bulk operations: export all memories, import from the backup, consolidate", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vidmem-seed-"));
  try {
    const file = join(folder, "backup.jsonl");
    await withStore(async (store) => {
      await store.saveMany(Array.from({ length: 50 }, (_, n) => ({ content: `memory ${n}`, importance: n / 100 })));
      expect(await store.export(file)).toEqual({ exported: 50 });
    });
    await withStore(async (store) => {
      expect(await store.import(file)).toMatchObject({ saved: 50, failed: 0 });
      expect(await store.import(file)).toMatchObject({ saved: 0, duplicates: 50 });
      expect(await store.consolidate()).toMatchObject({ examined: 50, promoted: 0, removed: 0 });
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("Error handling: an id that is none is misuse, one that is unknown is absent", async () => {
  await withStore(async (store) => {
    expect(await errorOf(store.get("invalid_id"))).toBeInstanceOf(TypeError);
    expect(await store.get("00000000000000aa")).toBeUndefined();
  });
});

test("Graceful shutdown: what was acknowledged is there, what comes later is refused", async () => {
  const disk = memoryDisk();
  let closed: MemoryStore | undefined;
  await storesOn(disk)(async (store) => {
    closed = store;
    await store.save("kept");
  });
  expect((await errorOf(closed!.save("late"))).code).toBe("MEMORY_CLOSED");
  await storesOn(disk)(async (store) => expect(await toArray(store.stream())).toMatchObject([{ content: "kept" }]));
});

test("Monitoring: totals, size and operations; session and uptime", async () => {
  await withStore(async (store) => {
    await store.save("one");
    await store.save("two", { type: "semantic" });
    const stats = store.stats();
    expect(stats).toMatchObject({ memories: 2, types: { episodic: 1, semantic: 1 } });
    expect(stats.log.sizeBytes).toBeGreaterThan(0);
    expect(await store.status()).toBeDefined();
  });
});

test("Streaming of everything holds no more than it gives out: it can be left in the middle", async () => {
  await withStore(async (store) => {
    await store.saveMany(Array.from({ length: 500 }, (_, n) => ({ content: `memory ${n}` })));
    let seen = 0;
    for await (const _ of store.stream()) if (++seen === 3) break;
    expect(seen).toBe(3);
  });
});
