/** The behaviours that the Vault V2 seed lists of its inside, by their names there: what users rely on without calling it. */
import fs from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { memoryDisk } from "@vidmem/frames";
import { crashDisk } from "@vidmem/frames/testing";
import { expect, test } from "vitest";
import { openMemory, readEvents } from "../../src/index.ts";
import { NOW, storesOn, tickingClock, toArray, violationsOf, withFolder, withStore } from "../support/stores.ts";
import { entry, npy, npz, writeFiles } from "../support/vaults.ts";

/** A promise, and what resolves it. */
function gate(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

const SECRET = "the kettle is behind the red door";

test("Fully async architecture: a save is held up neither by an export that waits nor by a listing nobody finishes", async () => {
  await withStore(async (store) => {
    await store.saveMany(Array.from({ length: 300 }, (_, n) => ({ content: `memory ${n}` })));
    const [isFull, goOn] = [gate(), gate()];
    const slow = new Writable({
      highWaterMark: 1,
      write(_chunk, _encoding, taken) {
        isFull.resolve();
        void goOn.promise.then(() => taken());
      },
    });
    const exported = store.export(slow);
    const listed = store.stream()[Symbol.asyncIterator]();
    await Promise.all([isFull.promise, listed.next()]);
    const { id } = await store.save("while both wait");
    expect((await store.get(id))?.content).toBe("while both wait");
    goOn.resolve();
    expect((await exported).exported).toBeGreaterThanOrEqual(300);
    await listed.return?.();
  });
});

test("Fine-grained concurrency: working memory, ghosts and the index are written and read at once", async () => {
  await withStore(async (store) => {
    const rounds = Array.from({ length: 40 }, async (_, n) => {
      const saved = await Promise.all([
        store.save(`working ${n}`, { type: "working" }),
        store.save(`ghost ${n}`, { type: "ghost" }),
        store.save(`knowledge ${n}`, { type: "semantic" }),
      ]);
      const read = await Promise.all(saved.map(({ id }) => store.get(id)));
      expect(read.map((memory) => memory?.content)).toEqual([`working ${n}`, `ghost ${n}`, `knowledge ${n}`]);
      expect((await store.search("knowledge", { types: ["semantic"] })).hits.length).toBeGreaterThan(0);
    });
    await Promise.all(rounds);
    expect(await toArray(store.stream())).toHaveLength(120);
  });
});

test("Atomic file operations: wherever the power fails, no file is half there and what was acknowledged is", async () => {
  for (let saves = 0; saves < 12; saves++) {
    const disk = crashDisk();
    const store = await openMemory({ dir: "/store", disk, clock: tickingClock(), scoring: "when-asked" });
    const told = Array.from({ length: saves }, (_, n) => `memory ${n}`);
    for (const content of told) await store.save(content, { tags: ["kept"] });
    const unfinished = store.save("not yet", { tags: ["kept"] }).catch(() => undefined);
    const after = disk.crash(saves);
    await unfinished;
    await store.close().catch(() => undefined);
    await storesOn(after, { clock: tickingClock(NOW + 1_000_000) })(async (again) => {
      const contents = (await toArray(again.stream({ tags: ["kept"] }))).map(({ content }) => content);
      expect(contents.filter((content) => content !== "not yet")).toEqual(told);
      expect(await violationsOf(again)).toEqual([]);
    });
  }
});

test("Optimized storage: many small memories lie packed in few files, smaller than their texts", async () => {
  await withFolder(async (dir) => {
    const store = await openMemory({ dir, scoring: "when-asked", logs: "off" });
    const text = (n: number): string =>
      `Turn ${n}: ${"we spoke about the garden, the boiler and the train to the coast. ".repeat(6)}`;
    await store.saveMany(Array.from({ length: 2000 }, (_, n) => ({ content: text(n) })));
    await store.close();
    const files = fs
      .readdirSync(join(dir, "shards"), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map((file) => fs.statSync(join(file.parentPath, file.name)).size);
    const textBytes = Array.from({ length: 2000 }, (_, n) => text(n).length).reduce((sum, length) => sum + length, 0);
    expect(files.length).toBeLessThan(10);
    expect(files.reduce((sum, size) => sum + size, 0)).toBeLessThan(textBytes / 2);
  });
});

test("Enhanced observability: live events, a snapshot and a file for each session, all without contents", async () => {
  await withFolder(async (dir) => {
    const store = await openMemory({ dir, scoring: "when-asked" });
    await store.save(SECRET);
    await store.search("kettle");
    await store.close();
    const logs = join(dir, "logs");
    const names = fs.readdirSync(logs, { recursive: true, encoding: "utf8" });
    expect(names).toEqual(expect.arrayContaining(["live.ndjson", "snapshot.json"]));
    expect(names.some((name) => /session/.test(name))).toBe(true);
    const events = (await toArray(readEvents(dir))).map(({ event }) => event);
    expect(events).toEqual(expect.arrayContaining(["open", "save", "search", "close"]));
    for (const name of names.filter((one) => fs.statSync(join(logs, one)).isFile()))
      expect(fs.readFileSync(join(logs, name), "utf8")).not.toMatch(/kettle|red door/);
  });
});

test("Crash recovery: the next opening knows that the session did not close, and nothing is gone", async () => {
  const disk = crashDisk();
  const store = await openMemory({ dir: "/store", disk, clock: tickingClock(), scoring: "when-asked" });
  const { id } = await store.save("before the crash");
  const after = disk.crash(1);
  await store.close().catch(() => undefined);
  await storesOn(after)(async (again) => {
    expect((await again.get(id))?.content).toBe("before the crash");
    // "unknown" when the power took the session's own file too.
    expect((await again.status()).previousSession.ended).not.toBe("closed");
  });
});

test("Tagging system: all tags must be there, and an update moves a memory from one tag to another", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("a plan", { tags: ["house", "urgent"] });
    await store.save("another plan", { tags: ["house"] });
    expect((await store.search({}, { tags: ["house", "urgent"] })).hits).toMatchObject([{ id }]);
    await store.update(id, { tags: ["garden"] });
    expect((await store.search({}, { tags: ["urgent"] })).hits).toEqual([]);
    expect((await store.search({}, { tags: ["garden"] })).hits).toMatchObject([{ id }]);
  });
});

test("Migration: import, verify alone, and clean-up of what was verified", async () => {
  const id = "aaaaaaaaaaaaaaaa";
  await withFolder(async (root) => {
    writeFiles(root, {
      [`memories/${id}.msgpack`]: entry(id, { content: "from the old vault" }),
      [`embeddings/${id}.npy.npz`]: npz(npy([1, 2])),
      "index/main_index.msgpack": { [id]: "m" },
    });
    await withStore(async (store) => {
      expect((await store.verifyImport(root)).missing).toBe(1);
      await store.import(root);
      expect((await store.verifyImport(root)).missing).toBe(0);
      expect((await toArray(store.stream())).map(({ content }) => content)).toEqual(["from the old vault"]);
    });
  });
});

test("Configuration options: the size of working memory and the life of ghosts", async () => {
  const clock = tickingClock();
  await storesOn(memoryDisk(), { clock, workingCapacity: 2, ghostTtlMs: 1000 })(async (store) => {
    for (const content of ["one", "two", "three"]) await store.save(content, { type: "working" });
    const working = await toArray(store.stream({ types: ["working"] }));
    expect(working.map(({ content }) => content)).toEqual(["two", "three"]);
    const ghost = await store.save("gone soon", { type: "ghost" });
    clock.now += 2000;
    expect(await store.get(ghost.id)).toBeUndefined();
  });
});
