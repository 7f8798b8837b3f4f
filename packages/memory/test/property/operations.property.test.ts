import { memoryDisk } from "@vidmem/frames";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { openMemory, type MemoryStore } from "../../src/index.ts";
import { NOW, tickingClock, toArray, violationsOf } from "../support/stores.ts";

/** A current memory, as the model knows it. `order` is its last version's place in history. */
interface Modelled {
  readonly id: string;
  readonly content: string;
  readonly namespace: string;
  readonly session: string;
  readonly timestamp: number;
  readonly order: number;
}

/** The stores in which the model was at some time of saving. */
interface Snapshot {
  readonly time: number;
  readonly memories: ReadonlyMap<string, Modelled>;
}

interface World {
  store: MemoryStore;
  readonly open: () => Promise<MemoryStore>;
  readonly clock: { now: number };
  memories: Map<string, Modelled>;
  versions: number;
  readonly past: Snapshot[];
}

interface SaveSome {
  readonly do: "saveMany" | "saveAtOnce";
  readonly words: readonly number[];
  readonly namespace: string;
}

interface TouchOne {
  readonly do: "update" | "forget" | "get";
  readonly which: number;
  readonly word: number;
}

type Step =
  | { readonly do: "save"; readonly word: number; readonly namespace: string }
  | { readonly do: "reopen" }
  | SaveSome
  | TouchOne;

const word = fc.integer({ min: 0, max: 11 });
const namespace = fc.constantFrom("default", "other");
const words = fc.array(word, { maxLength: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("save" as const), word, namespace }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("saveMany" as const, "saveAtOnce" as const), words, namespace }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("update" as const, "forget" as const, "get" as const),
      which: fc.nat(),
      word,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reopen" as const) }) },
);

const contentOf = (word: number): string => `zebra${word} common`;
const optionsOf = (word: number, namespace: string) => ({
  namespace,
  session: `s${word % 3}`,
  timestamp: 1000 - word * 10,
});

/** Puts a saved memory into the model, which decides whether it was there. */
function expectSaved(world: World, saved: { id: string; duplicate: boolean }, word: number, namespace: string): void {
  const content = contentOf(word);
  const known = [...world.memories.values()].filter((m) => m.content === content && m.namespace === namespace);
  expect(saved.duplicate).toBe(known.length > 0);
  if (saved.duplicate) {
    expect(known.map(({ id }) => id)).toContain(saved.id);
    return;
  }
  const { session, timestamp } = optionsOf(word, namespace);
  world.memories.set(saved.id, { id: saved.id, content, namespace, session, timestamp, order: ++world.versions });
}

async function run(world: World, step: Step): Promise<void> {
  if (step.do === "reopen") {
    await world.store.close();
    world.store = await world.open();
  } else if (step.do === "save") {
    const saved = await world.store.save(contentOf(step.word), optionsOf(step.word, step.namespace));
    expectSaved(world, saved, step.word, step.namespace);
  } else if ("words" in step) {
    await saveSome(world, step);
  } else {
    await touchOne(world, step);
  }
}

async function saveSome(world: World, step: SaveSome): Promise<void> {
  const inputs = step.words.map((word) => ({ content: contentOf(word), ...optionsOf(word, step.namespace) }));
  if (step.do === "saveAtOnce") {
    const saved = await Promise.all(inputs.map(({ content, ...options }) => world.store.save(content, options)));
    // Saves at once come in any order: the stream tells which. Of several equal ones, the one that was first says so.
    const place = new Map((await toArray(world.store.stream())).map(({ id }, at) => [id, at]));
    const told = saved.map(({ id, duplicate }, at) => ({ id, duplicate, word: step.words[at]! }));
    told.sort((a, b) => Number(a.duplicate) - Number(b.duplicate) || place.get(a.id)! - place.get(b.id)!);
    for (const one of told) expectSaved(world, one, one.word, step.namespace);
    return;
  }
  const before = new Set(world.memories.keys());
  const result = await world.store.saveMany(inputs);
  const fresh = (await toArray(world.store.stream({ namespace: step.namespace }))).filter(({ id }) => !before.has(id));
  expect(result).toMatchObject({ saved: fresh.length, duplicates: inputs.length - fresh.length, failed: 0 });
  for (const { id, content } of fresh) {
    expectSaved(
      world,
      { id, duplicate: false },
      step.words.find((word) => contentOf(word) === content)!,
      step.namespace,
    );
  }
}

async function touchOne(world: World, step: TouchOne): Promise<void> {
  const target = [...world.memories.values()][step.which % Math.max(1, world.memories.size)];
  const id = target?.id ?? "00000000000000aa";
  if (step.do === "get") {
    const found = await world.store.get(id);
    expect(found?.content).toBe(target?.content);
  } else if (step.do === "forget") {
    expect(await world.store.forget(id)).toBe(target !== undefined);
    world.memories.delete(id);
  } else {
    const content = contentOf(step.word);
    const updated = await world.store.update(id, { content });
    expect(updated?.content).toBe(target === undefined ? undefined : content);
    if (target !== undefined) world.memories.set(id, { ...target, content, order: ++world.versions });
  }
}

const idsOf = (items: readonly { readonly id: string }[]): string[] => items.map(({ id }) => id);

/** Everything that can be seen of the store agrees with the model. */
async function check(world: World): Promise<void> {
  const { store } = world;
  const all = [...world.memories.values()];
  expect(idsOf(await toArray(store.stream()))).toEqual(idsOf(all.toSorted((a, b) => a.order - b.order)));
  expect(store.stats().memories).toBe(all.length);
  expect(new Set(store.stats().namespaces)).toEqual(new Set(all.map((memory) => memory.namespace)));
  for (const namespace of ["default", "other"]) {
    const here = all.filter((memory) => memory.namespace === namespace);
    const byTime = here.toSorted((a, b) => a.timestamp - b.timestamp || a.order - b.order);
    const timeline = await toArray(store.timeline({ namespace }));
    expect(timeline.map(({ timestamp }) => timestamp)).toEqual(byTime.map(({ timestamp }) => timestamp));
    expect(idsOf(timeline).toSorted()).toEqual(idsOf(byTime).toSorted());
    const { hits } = await store.search("common", { namespace, limit: 1000 });
    expect(idsOf(hits).toSorted()).toEqual(idsOf(here).toSorted());
    expect(new Map(hits.map(({ id, content }) => [id, content]))).toEqual(
      new Map(here.map(({ id, content }) => [id, content])),
    );
  }
}

/** What `asOf` shows is what the model was then. */
async function checkPast(world: World): Promise<void> {
  for (const { time, memories } of world.past.filter((_, at) => at % 5 === 0)) {
    for (const namespace of ["default", "other"]) {
      const then = [...memories.values()].filter((memory) => memory.namespace === namespace);
      const wanted = new Map(then.map(({ id, content }) => [id, content]));
      const timeline = await toArray(world.store.timeline({ namespace, asOf: time }));
      expect(new Map(timeline.map(({ id, content }) => [id, content]))).toEqual(wanted);
      const { hits } = await world.store.search("common", { namespace, asOf: time, limit: 1000 });
      expect(new Map(hits.map(({ id, content }) => [id, content]))).toEqual(wanted);
    }
  }
}

test("any run of saves, updates, forgets and reopenings agrees with a map", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
      const clock = tickingClock(NOW);
      const disk = memoryDisk();
      const open = (): Promise<MemoryStore> => openMemory({ dir: "/store", disk, clock, scoring: "when-asked" });
      const world: World = { store: await open(), open, clock, memories: new Map(), versions: 0, past: [] };
      try {
        for (const one of steps) {
          await run(world, one);
          await check(world);
          world.past.push({ time: clock.now, memories: new Map(world.memories) });
        }
        await checkPast(world);
        await run(world, { do: "reopen" });
        await check(world);
        await checkPast(world);
        expect(await violationsOf(world.store)).toEqual([]);
      } finally {
        await world.store.close();
      }
    }),
    { numRuns: 60 },
  );
});
