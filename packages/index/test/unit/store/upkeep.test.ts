import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test, vi } from "vitest";
import { openMemoryIndex, type StoredMemoryIndex } from "../../../src/open-memory-index.ts";
import { aDocument } from "../../documents.ts";

function open(disk: Disk, options: { startAt?: number; forceAt?: number } = {}): Promise<StoredMemoryIndex> {
  return openMemoryIndex({ dir: "/index", disk, lastSeq: 1_000, readText: async () => "", ...options });
}

function add(index: StoredMemoryIndex, ref: number): void {
  index.add(aDocument(ref, `tea number ${ref}`));
  index.upkeep.notice(ref);
}

async function found(index: StoredMemoryIndex): Promise<number> {
  return (await index.search({ text: "tea", limit: 1_000 })).length;
}

test("programs that save once and close leave few segments", async () => {
  const disk = memoryDisk();
  for (let ref = 1; ref <= 20; ref++) {
    const index = await open(disk);
    add(index, ref);
    expect(await found(index)).toBe(ref);
    await index.close();
  }
  const index = await open(disk);
  expect(index.reach).toBe(20);
  expect(index.upkeep.stats().segments).toBeLessThan(8);
  expect(await found(index)).toBe(20);
  await index.close();
});

test("builds start when enough documents wait, and hold while paused", async () => {
  const index = await open(memoryDisk(), { startAt: 3, forceAt: 6 });
  index.upkeep.pause();
  for (let ref = 1; ref <= 10; ref++) add(index, ref);
  await index.upkeep.idle();
  expect(index.upkeep.stats()).toMatchObject({ pending: 10, builds: 0 });
  index.upkeep.resume();
  await index.upkeep.idle();
  expect(index.upkeep.stats()).toMatchObject({ pending: 0, segments: 1, failure: undefined });
  await index.close();
});

test("an erased document is in no file any more, and the others are", async () => {
  const disk = memoryDisk();
  const index = await open(disk);
  for (let ref = 1; ref <= 9; ref++) index.add(aDocument(ref, ref === 4 ? "xylophone" : `tea number ${ref}`));
  await index.upkeep.erase([4]);
  expect(await found(index)).toBe(8);
  expect(await index.search({ text: "xylophone" })).toEqual([]);
  for (const { name } of await disk.readdir("/index")) {
    const file = await disk.open(`/index/${name}`, "read");
    const bytes = new Uint8Array(await file.size());
    await file.read(bytes, 0);
    expect(Buffer.from(bytes).includes("xylophon")).toBe(false);
    await file.close();
  }
  await index.close();
});

test("an index that reaches further than the log is made again", async () => {
  const disk = memoryDisk();
  const first = await open(disk);
  add(first, 7);
  await first.close();
  const second = await openMemoryIndex({ dir: "/index", disk, lastSeq: 6, readText: async () => "" });
  expect(second.reach).toBe(0);
  expect(second.rebuiltBecause).toContain("further than the log");
  await second.close();
});

test("while a bulk load lasts, builds wait for large batches; what was added is found all the same", async () => {
  const index = await open(memoryDisk(), { startAt: 1, forceAt: 1 });
  const end = [index.upkeep.bulk(), index.upkeep.bulk()];
  for (let ref = 1; ref <= 40; ref++) add(index, ref);
  await index.upkeep.idle();
  expect(index.upkeep.stats()).toMatchObject({ pending: 40, builds: 0 });
  expect(await found(index)).toBe(40);
  for (const one of [end[0]!, end[0]!]) one();
  await index.upkeep.idle();
  expect(index.upkeep.stats().builds).toBe(0);
  end[1]!();
  await index.upkeep.idle();
  expect(index.upkeep.stats()).toMatchObject({ pending: 0, builds: 1 });
  await index.close();
});

test("a bulk load whose source is slow is built every few seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const index = await open(memoryDisk());
    const end = index.upkeep.bulk();
    for (let ref = 1; ref <= 30; ref++) add(index, ref);
    vi.advanceTimersByTime(4_000);
    await index.upkeep.idle();
    expect(index.upkeep.stats()).toMatchObject({ pending: 30, builds: 0 });
    add(index, 31);
    vi.advanceTimersByTime(5_000);
    await index.upkeep.idle();
    expect(index.upkeep.stats()).toMatchObject({ pending: 0, builds: 1 });
    add(index, 32);
    await index.upkeep.idle();
    expect(index.upkeep.stats()).toMatchObject({ pending: 1, builds: 1 });
    end();
    await index.close();
  } finally {
    vi.useRealTimers();
  }
});

test("a bulk load of much text is built while it lasts, and asked to wait for that", async () => {
  const index = await open(memoryDisk());
  const end = index.upkeep.bulk();
  const text = `a story${" ".repeat(1_000_000)}`;
  let waited = 0;
  for (let ref = 1; ref <= 60; ref++) {
    index.add(aDocument(ref, text));
    index.upkeep.notice(ref);
    const waiting = index.upkeep.ready();
    if (waiting !== undefined) waited++;
    await waiting;
  }
  expect(waited).toBeGreaterThan(0);
  expect(index.upkeep.stats().builds).toBeGreaterThan(0);
  end();
  await index.close();
});
