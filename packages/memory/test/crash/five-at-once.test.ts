/**
 * Five writers and readers at once on one store: nothing lost, nothing doubled, no deadlock; on a disk that takes its time, and on
 * one whose power fails in the middle.
 */
import { crashDisk, createSeededRandom, type CrashDisk } from "@vidmem/frames/testing";
import { expect, test } from "vitest";
import { openMemory, type MemoryStore } from "../../src/index.ts";
import { tickingClock, toArray, violationsOf } from "../support/stores.ts";

const WRITERS = 5;
const ROUNDS = 12;

/** What was acknowledged: id to its content, or to nothing once it was forgotten. */
type Acknowledged = Map<string, string | undefined>;

const open = (disk: CrashDisk, clock: () => number): Promise<MemoryStore> =>
  openMemory({ dir: "/store", disk, clock, workingCapacity: 4, logs: "off" });

/** One of the five: saves of its own, saves that all make, updates, forgets, and reads of what it was told. */
async function work(store: MemoryStore, writer: number, told: Acknowledged): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const own = `own ${writer}/${round}`;
    const { id } = await store.save(own, { tags: [`w${writer}`] });
    told.set(id, own);
    const shared = await store.save(`shared ${round}`);
    told.set(shared.id, `shared ${round}`);
    expect((await store.get(id))?.content).toBe(own);
    await store.save(`working ${writer}/${round}`, { type: "working" });
    if (round % 3 === 0) {
      await store.update(id, { content: `${own} changed` });
      told.set(id, `${own} changed`);
    }
    if (round % 4 === 1) {
      told.delete(id); // either is right until it is acknowledged
      await store.forget(id);
      told.set(id, undefined);
    }
    expect((await store.search("shared")).hits.length).toBeGreaterThan(0);
    expect((await toArray(store.stream({ tags: [`w${writer}`] }))).length).toBeGreaterThan(0);
  }
}

const allAtOnce = (store: MemoryStore, told: Acknowledged): Promise<unknown> =>
  Promise.all([
    ...Array.from({ length: WRITERS }, (_, writer) => work(store, writer, told)),
    store.decay(),
    store.consolidate(),
  ]);

async function expectAll(store: MemoryStore, told: Acknowledged): Promise<void> {
  const memories = new Map((await toArray(store.stream())).map((memory) => [memory.id as string, memory]));
  for (const [id, content] of told) expect(memories.get(id)?.content).toBe(content);
  const contents = [...memories.values()].map(({ content }) => content as string);
  expect(new Set(contents).size).toBe(contents.length);
  expect(contents.filter((content) => content.startsWith("working")).length).toBeLessThanOrEqual(4 + WRITERS);
}

function slowDisk(seed: number): CrashDisk {
  const random = createSeededRandom(seed);
  return crashDisk({ latency: () => random.below(3) });
}

test("nothing is lost, nothing is there twice, and everything comes to an end", async () => {
  const disk = slowDisk(1);
  const clock = tickingClock();
  const store = await open(disk, clock);
  const told: Acknowledged = new Map();
  await allAtOnce(store, told);
  await expectAll(store, told);
  expect(told.size).toBe(WRITERS * ROUNDS + ROUNDS);
  await store.close();
  const again = await open(disk, clock);
  await expectAll(again, told);
  expect(await violationsOf(again)).toEqual([]);
  await again.close();
});

test("readers beside the writers see what was acknowledged before they opened", async () => {
  const disk = slowDisk(2);
  const clock = tickingClock();
  const store = await open(disk, clock);
  const told: Acknowledged = new Map();
  const writing = allAtOnce(store, told);
  for (let n = 0; n < WRITERS; n++) {
    const before = [...told.keys()];
    const reader = await openMemory({ dir: "/store", disk, clock, readOnly: true });
    const seen = new Set((await toArray(reader.timeline({ asOf: clock.now }))).map(({ id }) => id as string));
    for (const id of before) if (told.get(id) !== undefined) expect(seen.has(id)).toBe(true);
    await reader.close();
  }
  await writing;
  await store.close();
});

test.each([3, 4, 5, 6, 7, 8])("when the power fails in run %d, what was acknowledged is there", async (seed) => {
  const random = createSeededRandom(seed);
  const disk = slowDisk(seed);
  const clock = tickingClock();
  const store = await open(disk, clock);
  const told: Acknowledged = new Map();
  disk.setFaults({ stopAtStep: disk.steps + 1 + random.below(250) });
  await allAtOnce(store, told).catch(() => undefined); // the power fails under them
  const survivor = disk.crash(seed);
  const acknowledged = new Map(told);
  const again = await open(survivor, clock);
  for (const [id, content] of acknowledged) {
    const found = (await again.get(id))?.content;
    // A change that was under way may have reached the disk.
    if (content === undefined) expect(found).toBeUndefined();
    else expect([content, `${content} changed`]).toContain(found);
  }
  await again.close();
});
