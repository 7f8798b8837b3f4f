import { expect, test } from "vitest";
import type { MemoryStore } from "../../../src/index.ts";
import { mergeByTime } from "../../../src/typed/ghost-recall.ts";
import { tickingClock, toArray, withStore } from "../../support/stores.ts";

const fill = async (store: MemoryStore): Promise<void> => {
  await store.save("bees one", { timestamp: 10 });
  await store.save("bees ghost", { timestamp: 20, type: "ghost", tags: ["g"] });
  await store.save("bees two", { timestamp: 30 });
};
const contents = (items: readonly { readonly content: unknown }[]): string[] =>
  items.map(({ content }) => content as string);

test("a search finds ghosts and stored memories together, with why only when asked", async () => {
  await withStore(async (store) => {
    await fill(store);
    const { hits } = await store.search("bees");
    expect(contents(hits).toSorted()).toEqual(["bees ghost", "bees one", "bees two"]);
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
    expect(hits.every((hit) => !("why" in hit))).toBe(true);
    const explained = (await store.search("bees", { explain: true })).hits;
    expect(explained.every(({ why }) => why?.terms?.[0]?.term !== undefined)).toBe(true);
  });
});

test("filters and limits hold for ghosts too", async () => {
  await withStore(async (store) => {
    await fill(store);
    expect(contents((await store.search("bees", { tags: ["g"] })).hits)).toEqual(["bees ghost"]);
    expect(contents((await store.search("bees", { types: ["episodic"] })).hits)).not.toContain("bees ghost");
    expect((await store.search("bees", { limit: 1 })).hits).toHaveLength(1);
    expect((await store.search("bees", { namespace: "other" })).hits).toEqual([]);
    expect(contents(await toArray(store.stream({ types: ["ghost"] })))).toEqual(["bees ghost"]);
    expect(contents(await toArray(store.timeline({ namespace: "other" })))).toEqual([]);
  });
});

test("a timeline has ghosts at their time, in both orders and within its limit", async () => {
  await withStore(async (store) => {
    await fill(store);
    const oldest = ["bees one", "bees ghost", "bees two"];
    expect(contents(await toArray(store.timeline()))).toEqual(oldest);
    expect(contents(await toArray(store.timeline({ order: "newest-first" })))).toEqual(oldest.toReversed());
    expect(contents(await toArray(store.timeline({ limit: 2 })))).toEqual(oldest.slice(0, 2));
  });
});

test("asOf before a ghost was saved does not show it", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      await store.save("bees one");
      const then = clock.now;
      await store.save("bees ghost", { type: "ghost" });
      expect(contents((await store.search("bees", { asOf: then })).hits)).toEqual(["bees one"]);
      expect(contents(await toArray(store.timeline({ asOf: then })))).toEqual(["bees one"]);
      expect(contents(await toArray(store.timeline({ asOf: clock.now })))).toHaveLength(2);
    },
    { clock },
  );
});

test("merging into an empty listing gives the few, in order", async () => {
  await withStore(async (store) => {
    await fill(store);
    const few = (await toArray(store.stream())).filter(({ type }) => type === "episodic");
    async function* nothing() {
      yield* [] as typeof few;
    }
    expect(contents(await toArray(mergeByTime(nothing(), few, "newest-first")))).toEqual(["bees two", "bees one"]);
  });
});
