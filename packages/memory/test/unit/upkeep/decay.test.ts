import { expect, test } from "vitest";
import type { DecayChange, MemoryStore, MemoryType } from "../../../src/index.ts";
import { storesOn, tickingClock, withStore } from "../../support/stores.ts";

const DAY_MS = 86_400_000;

const importanceOf = async (store: MemoryStore, id: string): Promise<number> => {
  for await (const memory of store.stream()) if (memory.id === id) return memory.importance;
  throw new Error("expected the memory");
};

test("importance × 0.99^days + accesses / 100, told and saved; time, content and accesses stay", async () => {
  const clock = tickingClock();
  const open = storesOn(undefined, { clock });
  const { id, timestamp } = await open(async (store) => {
    const saved = await store.save("tea", { importance: 0.8, tags: ["hot"] });
    for (let n = 0; n < 4; n++) await store.get(saved.id);
    return (await store.get(saved.id))!;
  });
  clock.now += 10 * DAY_MS;
  await open(async (store) => {
    const changes: DecayChange[] = [];
    expect(await store.decay({ onChange: (change) => changes.push(change) })).toEqual({ examined: 1, changed: 1 });
    expect(changes).toMatchObject([{ id, from: 0.8 }]);
    expect(changes[0]!.to).toBeCloseTo(0.8 * 0.99 ** 10 + 0.05, 5);
  });
  await open(async (store) => {
    const memory = await store.get(id);
    expect(memory).toMatchObject({ content: "tea", timestamp, tags: ["hot"], accessCount: 6 });
    expect(memory!.importance).toBeCloseTo(0.8 * 0.99 ** 10 + 0.05, 5);
  });
});

test("within a day of the last access nothing decays, and a change up to 0.01 is not written", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { importance: 0.3 });
      clock.now += 40 * DAY_MS;
      await store.get(id);
      clock.now += DAY_MS / 2;
      expect(await store.decay()).toMatchObject({ changed: 0 });
      const light = await store.save("milk", { importance: 0.3 });
      clock.now += 3 * DAY_MS;
      const { frames } = store.stats().log;
      await store.decay({ onChange: (change) => expect(change.id).not.toBe(light.id) });
      expect(store.stats().log.frames).toBeLessThanOrEqual(frames + 1);
      expect(await importanceOf(store, light.id)).toBe(0.3);
    },
    { clock },
  );
});

test("how often it runs does not change where it ends", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { importance: 0.9 });
      await store.decay();
      for (let day = 0; day < 30; day++) {
        clock.now += DAY_MS;
        await store.decay();
        await store.decay();
      }
      const often = await importanceOf(store, id);
      expect(Math.abs(often - 0.9 * 0.99 ** 30)).toBeLessThan(0.0101);
    },
    { clock },
  );
});

test.each<[MemoryType, boolean]>([
  ["soliton", false],
  ["episodic", true],
  ["semantic", true],
  ["procedural", true],
  ["working", true],
])("a memory of type %s decays: %s", async (type, decays) => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { type, importance: 0.9 });
      clock.now += 365 * DAY_MS;
      await store.decay();
      expect((await importanceOf(store, id)) < 0.9).toBe(decays);
    },
    { clock },
  );
});

test("an update by the user is an access: decay counts from it", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { importance: 0.9 });
      clock.now += 100 * DAY_MS;
      await store.decay();
      clock.now += 100 * DAY_MS;
      await store.update(id, { importance: 0.9 });
      clock.now += 10 * DAY_MS;
      await store.decay();
      expect(await importanceOf(store, id)).toBeCloseTo(0.9 * 0.99 ** 10, 4);
    },
    { clock },
  );
});

test("a dry run tells the same and writes nothing", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      await store.save("tea", { importance: 0.9 });
      clock.now += 100 * DAY_MS;
      const { frames } = store.stats().log;
      const changes: DecayChange[] = [];
      expect(await store.decay({ dryRun: true, onChange: (change) => changes.push(change) })).toMatchObject({
        changed: 1,
      });
      expect(store.stats().log.frames).toBe(frames);
      expect(await store.decay({ onChange: (change) => expect(change).toEqual(changes[0]) })).toMatchObject({
        changed: 1,
      });
    },
    { clock: () => clock.now },
  );
});

test("a search by importance sees what decay made of it", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      await store.save("tea", { importance: 0.6 });
      clock.now += 100 * DAY_MS;
      await store.decay();
      expect((await store.search("tea", { minImportance: 0.5 })).hits).toEqual([]);
      expect((await store.search("tea", { minImportance: 0.2 })).hits).toHaveLength(1);
    },
    { clock },
  );
});
