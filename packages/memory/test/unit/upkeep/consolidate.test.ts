import { expect, test } from "vitest";
import type { ConsolidationChange, MemoryType } from "../../../src/index.ts";
import { tickingClock, toArray, withStore } from "../../support/stores.ts";

const DAY_MS = 86_400_000;

test.each([
  [0.71, 6, "semantic"],
  [0.7, 6, "working"],
  [0.71, 5, "working"],
])("a working memory of importance %d with %d accesses is then %s", async (importance, accesses, type) => {
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { type: "working", importance });
      for (let n = 0; n < accesses; n++) await store.get(id);
      const isPromoted = type === "semantic";
      expect(await store.consolidate()).toEqual({ examined: 1, promoted: isPromoted ? 1 : 0, removed: 0 });
      expect(await toArray(store.stream())).toMatchObject([{ id, type, importance, accessCount: accesses }]);
    },
    { clock: tickingClock() },
  );
});

test("a promoted memory leaves the working set: nothing pushes it out any more", async () => {
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { type: "working", importance: 0.9 });
      for (let n = 0; n < 6; n++) await store.get(id);
      await store.consolidate();
      for (const content of ["a", "b", "c"]) await store.save(content, { type: "working" });
      expect(await store.get(id)).toMatchObject({ type: "semantic" });
    },
    { workingCapacity: 1, clock: tickingClock() },
  );
});

test.each<[MemoryType, number, number, boolean]>([
  ["episodic", 0.05, 31, true],
  ["semantic", 0.05, 31, true],
  ["procedural", 0.05, 31, true],
  ["episodic", 0.05, 29, false],
  ["episodic", 0.1, 31, false],
  ["working", 0.05, 31, false],
  ["soliton", 0.05, 31, false],
])("of type %s, importance %d, %d days old: removed %s", async (type, importance, days, isRemoved) => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("tea", { type, importance });
      clock.now += days * DAY_MS;
      const changes: ConsolidationChange[] = [];
      const result = await store.consolidate({ onChange: (change) => changes.push(change) });
      expect(result).toEqual({ examined: 1, promoted: 0, removed: isRemoved ? 1 : 0 });
      expect(changes).toEqual(isRemoved ? [{ id, what: "removed" }] : []);
      expect((await store.get(id)) === undefined).toBe(isRemoved);
      expect(await store.consolidate()).toMatchObject({ promoted: 0, removed: 0 });
    },
    { clock },
  );
});

test("decay and consolidation together let go of what nobody needed, and keep the soliton", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      await store.save("small talk", { importance: 0.3 });
      await store.save("who I am", { importance: 0.3, type: "soliton" });
      for (let month = 0; month < 6; month++) {
        clock.now += 30 * DAY_MS;
        await store.decay();
        await store.consolidate();
      }
      expect((await toArray(store.stream())).map(({ content }) => content)).toEqual(["who I am"]);
    },
    { clock },
  );
});

test("a dry run tells the same and writes nothing", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      await store.save("tea", { importance: 0.05 });
      clock.now += 40 * DAY_MS;
      expect(await store.consolidate({ dryRun: true })).toMatchObject({ removed: 1 });
      expect(store.stats().memories).toBe(1);
    },
    { clock },
  );
});
