import fs from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory } from "../../../src/index.ts";
import { liveEvents, logFiles } from "../../support/log-lines.ts";
import { errorOf, linesOf, storesOn, toArray, withFolder, withStore } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

test("every operation is told in the live log, by ids and counts", async () => {
  const disk = memoryDisk();
  await storesOn(disk)(async (store) => {
    const { id } = await store.save("Ada keeps bees on the roof.");
    await store.save("Ada keeps bees on the roof.");
    await store.saveMany([{ content: "one" }, { content: "two" }]);
    await store.get(id);
    await store.get("ffffffffffffffff");
    await store.search("bees");
    await store.update(id, { importance: 0.9 });
    await store.context(id);
    await store.import(linesOf('{"content":"tea"}', "broken"), { format: "jsonl" });
    await store.forget(id);
    await errorOf(store.save("x", { importance: 7 }));
  });
  const events = await liveEvents(disk);
  expect(events.map(({ at: _at, ms: _ms, id: _id, session: _session, ...rest }) => rest)).toEqual([
    { event: "open", previous: "none", frames: 0, segments: 0, damaged: 0, torn: false },
    { event: "save", duplicate: false },
    { event: "save", duplicate: true },
    { event: "saveMany", saved: 2, duplicates: 0, failed: 0 },
    { event: "get", found: true },
    { event: "get", found: false },
    { event: "search", hits: 1 },
    { event: "update", found: true },
    { event: "context", turns: 1 },
    { event: "import", saved: 1, duplicates: 0, failed: 1 },
    { event: "forget", found: true },
    { event: "save", code: "RangeError" },
    { event: "close", operations: 11, failures: 1, dropped: 0 },
  ]);
});

test("no byte of a memory, a query or an error reaches logs/", async () => {
  const disk = memoryDisk();
  const secret = "Rosebud";
  await storesOn(disk)(async (store) => {
    const all = { tags: [secret], session: secret, speaker: secret, namespace: secret, metadata: { [secret]: secret } };
    const { id } = await store.save(secret, all);
    await store.save({ [secret]: 1 }, all);
    await store.search(secret, { namespace: secret, explain: true });
    await store.update(id, { content: `${secret}!`, speaker: secret });
    await store.import(linesOf(JSON.stringify({ content: secret, id: secret })));
    await errorOf(store.get(secret));
    await errorOf(store.save(secret, { type: secret as never }));
    await errorOf(store.import(`/nowhere/${secret}`));
    await store.backup(`/${secret}/backup`);
    await toArray(store.stream({ tags: [secret] }));
  });
  const files = await logFiles(disk);
  expect([...files.keys()].toSorted()).toEqual([
    "live.ndjson",
    expect.stringMatching(/^session-/) as string,
    "snapshot.json",
  ]);
  for (const text of files.values()) expect(text).not.toMatch(/rosebud/i);
});

test("figures count, time and rate what was done", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    for (let n = 0; n < 9; n++) await store.get(id);
    for (let n = 0; n < 3; n++) await store.search("tea");
    await errorOf(store.get("?"));
    const { operations, operationCount, caches, queues, session, events } = store.stats();
    expect(operations["get"]).toMatchObject({ count: 10, failures: 1 });
    const { p50Ms, p95Ms, p99Ms, maxMs, totalMs } = operations["get"]!;
    expect(p50Ms).toBeGreaterThan(0);
    expect([p50Ms, p95Ms, p99Ms, maxMs]).toEqual([p50Ms, p95Ms, p99Ms, maxMs].toSorted((a, b) => a - b));
    expect(totalMs).toBeGreaterThanOrEqual(maxMs);
    expect(operationCount).toBe(14);
    expect(caches.searches).toEqual({ hits: 2, misses: 1, hitRate01: 2 / 3 });
    expect(caches.records).toEqual({ hits: 8, misses: 1, hitRate01: 8 / 9 });
    expect(caches.frames.hits + caches.frames.misses).toBeGreaterThanOrEqual(1);
    expect(queues).toMatchObject({ frames: 0, bytes: 0 });
    expect(events.dropped).toBe(0);
    expect(session).toMatch(/^20261121T000000000Z-[0-9a-f]{8}$/);
  });
});

test("a disk that refuses logs/ fails no operation, and status says so", async () => {
  const disk = wrapDisk(memoryDisk());
  disk.onStep = (_, path) => {
    if (path.includes("/logs")) throw systemError("ENOSPC");
  };
  const store = await openMemory({ dir: "/store", disk });
  const { id } = await store.save("tea");
  while (store.stats().events.failures === 0) await sleep(20);
  expect(await store.get(id)).toMatchObject({ content: "tea" });
  expect(store.stats().log.poisoned).toBe(false);
  expect((await store.status()).warnings.map(({ code }) => code)).toContain("events-dropped");
  await store.close();
});

test("a disk that hangs in logs/ holds up no save and no read", async () => {
  const inner = memoryDisk();
  let release = (): void => undefined;
  const stuck = new Promise<void>((resolve) => (release = resolve));
  const disk = {
    ...inner,
    mkdir: async (path: string) => {
      if (path.endsWith("/logs")) await stuck;
      return inner.mkdir(path);
    },
  };
  const store = await openMemory({ dir: "/store", disk });
  await Promise.all(Array.from({ length: 1500 }, (_, n) => store.save(`memory ${n}`)));
  expect((await store.search("memory 7")).hits.length).toBeGreaterThan(0);
  expect(store.stats().events).toMatchObject({ waiting: 1000, written: 0 });
  expect(store.stats().events.dropped).toBeGreaterThan(400);
  release();
  await store.close();
  expect((await liveEvents(inner)).filter(({ event }) => event === "dropped")).toHaveLength(1);
});

test("a read-only store and one with logs off write nothing", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open((store) => store.save("tea"), { logs: "off" });
  await open((store) => store.search("tea"), { readOnly: true });
  expect(await logFiles(disk)).toEqual(new Map());
});

test("counting files per save: neither saves nor figures list a folder", async () => {
  const inner = memoryDisk();
  let listings = 0;
  const disk = {
    ...inner,
    readdir: (path: string) => {
      listings++;
      return inner.readdir(path);
    },
  };
  const store = await openMemory({ dir: "/store", disk });
  await store.save("first");
  const atStart = listings;
  for (let n = 0; n < 50; n++) await store.save(`memory ${n}`);
  store.stats();
  store.metrics();
  await store.status();
  expect(listings - atStart).toBeLessThanOrEqual(1); // old sessions are looked for once
  await store.close();
});

test("signal handlers: the library installs none, and no exit handler", async () => {
  const names = ["SIGINT", "SIGTERM", "SIGHUP", "exit", "beforeExit", "uncaughtException", "unhandledRejection"];
  const counts = (): number[] => names.map((name) => process.listenerCount(name));
  const before = counts();
  await withFolder(async (dir) => {
    const store = await openMemory({ dir: join(dir, "store") });
    await store.save("tea");
    expect(counts()).toEqual(before);
    await store.close();
    expect(fs.readdirSync(join(dir, "store")).toSorted()).toEqual([
      "LOCK",
      "index",
      "logs",
      "shards",
      "significance",
      "vidmem.json",
    ]);
  });
  expect(counts()).toEqual(before);
});
