import { setTimeout } from "node:timers/promises";
import { memoryDisk } from "@vidmem/frames";
import { crashDisk } from "@vidmem/frames/testing";
import { DIMENSIONS, type Scorer } from "@vidmem/significance";
import { expect, test } from "vitest";
import type { Memory, MemoryStore } from "../../../src/index.ts";
import { writeWholeFile } from "../../../src/whole-file.ts";
import { diskText } from "../../support/disk-text.ts";
import {
  errorOf,
  storesOn as storesWithout,
  tickingClock,
  toArray,
  withStore as withStoreWithout,
} from "../../support/stores.ts";

const background = { scoring: "background" } as const;
const storesOn: typeof storesWithout = (disk, options) => storesWithout(disk, { ...background, ...options });
const withStore: typeof withStoreWithout = (use, options) => withStoreWithout(use, { ...background, ...options });

const TEXTS = ["How are you?", "The boiler died on Monday, so I paid £2,340 for a new one.", "I love my new boiler!"];

const fill = async (store: MemoryStore): Promise<string[]> => {
  const ids: string[] = [];
  for (const text of TEXTS) ids.push((await store.save(text, { session: "s", speaker: "Maeve" })).id);
  return ids;
};
const scoresOf = async (store: MemoryStore): Promise<Memory["significance"][]> =>
  (await toArray(store.stream())).map(({ significance }) => significance);

/** A scorer that gives everything one score, and counts. */
function constantScorer(score: number): Scorer & { calls: number } {
  const scorer = {
    calls: 0,
    score: async () => {
      scorer.calls++;
      return Object.fromEntries(DIMENSIONS.map((name) => [name, { score, evidence: [] }])) as never;
    },
  };
  return scorer;
}

test("memories get their significance in the background, soon after they were saved", async () => {
  await withStore(async (store) => {
    const [, boiler] = await fill(store);
    expect((await store.get(boiler!))?.significance).toBeUndefined();
    for (let waited = 0; waited < 5000 && (await store.get(boiler!))?.significance === undefined; waited += 20)
      await setTimeout(20);
    const { significance } = (await store.get(boiler!))!;
    expect(Object.keys(significance!)).toEqual(DIMENSIONS);
    expect(significance!.knowledgeValue).toBeGreaterThan(0.2);
    expect(significance!.temporalRelevance).toBeGreaterThan(0.2);
  });
});

test("asked for now, it is there when the save resolves; score() does all that is left", async () => {
  await withStore(async (store) => {
    const { id } = await store.save(TEXTS[1]!, { scoring: "now" });
    expect((await store.get(id))?.significance).toBeDefined();
    await fill(store);
    expect(await store.score()).toEqual({ scored: 2 });
    expect(await store.score()).toEqual({ scored: 0 });
    expect((await scoresOf(store)).every((scores) => scores !== undefined)).toBe(true);
  });
});

test("a restart keeps the scores, scores what the one before left, and gives the same as one session would have", async () => {
  const options = { clock: tickingClock() };
  const open = storesOn(memoryDisk(), options);
  for (const text of TEXTS) await open((store) => store.save(text, { session: "s", speaker: "Maeve" }));
  const inThree = await open(scoresOf);
  const inOne = await withStore(async (store) => {
    await fill(store);
    await store.score();
    return scoresOf(store);
  }, options);
  expect(inThree.every((scores) => scores !== undefined)).toBe(true);
  expect(inThree).toEqual(inOne);
});

test("without its files everything is scored again, the same", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk, { clock: tickingClock() });
  await open(fill);
  const before = await open(scoresOf);
  for (const name of ["scores.bin", "statistics.json"]) await disk.remove(`/store/significance/${name}`);
  await open(async (store) => {
    expect(await scoresOf(store)).toEqual([undefined, undefined, undefined]);
    expect(await store.score()).toEqual({ scored: 3 });
    expect(await scoresOf(store)).toEqual(before);
  });
});

test("when a byte of its files changed, everything is scored again, the same", async () => {
  for (const name of ["scores.bin", "statistics.json"]) {
    const disk = memoryDisk();
    const open = storesOn(disk, { clock: tickingClock() });
    await open(fill);
    const before = await open(scoresOf);
    const file = await disk.open(`/store/significance/${name}`, "write");
    await file.write(Uint8Array.of(0x42), 20);
    await file.close();
    await open(async (store) => {
      expect(await store.score()).toEqual({ scored: 3 });
      expect(await scoresOf(store)).toEqual(before);
    });
    expect(await open(scoresOf)).toEqual(before);
  }
});

test("after a power cut every memory that the statistics have seen has its scores, or gets them", async () => {
  for (let seed = 0; seed < 20; seed++) {
    const disk = crashDisk();
    const open = storesOn(disk, { clock: tickingClock() });
    await open(fill);
    const after = storesOn(disk.crash(seed), { clock: tickingClock() });
    await after(async (store) => {
      await store.score();
      expect((await scoresOf(store)).every((scores) => scores !== undefined)).toBe(true);
    });
  }
});

test("a version whose content stays keeps its scores; a new content gets new ones", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const [, id] = await fill(store);
      await store.score();
      const { significance } = (await store.get(id!))!;
      await store.update(id!, { tags: ["home"] });
      clock.now += 100 * 86_400_000;
      await store.decay();
      await store.score();
      const after = (await store.get(id!))!;
      expect(after.importance).toBeLessThan(0.5);
      expect(after.significance).toEqual(significance);
      await store.update(id!, { content: "ok" });
      await store.score();
      expect((await store.get(id!))!.significance).not.toEqual(significance);
    },
    { clock },
  );
});

test("the user's scorer takes the place of ours, and is asked once a memory", async () => {
  const scorer = constantScorer(1);
  const open = storesOn(memoryDisk(), { scorer });
  const [id] = await open(async (store) => {
    const ids = await fill(store);
    await store.score();
    return ids;
  });
  await open(async (store) => expect((await store.get(id!))?.significance?.patternStrength).toBe(1));
  expect(scorer.calls).toBe(3);
});

test("a scorer that fails harms no save; score() tells, and goes on where it stopped", async () => {
  const scorer = constantScorer(0.5);
  let isBroken = true;
  const breaking: Scorer = {
    score: (memory, context) => {
      if (isBroken) throw new Error("the model is away");
      return scorer.score(memory, context);
    },
  };
  await withStore(
    async (store) => {
      await fill(store);
      expect((await errorOf(store.score())).message).toBe("the model is away");
      expect(await scoresOf(store)).toEqual([undefined, undefined, undefined]);
      isBroken = false;
      expect(await store.score()).toEqual({ scored: 3 });
    },
    { scorer: breaking },
  );
  const wrong = { score: () => ({ knowledgeValue: { score: 2, evidence: [] } }) as never };
  await withStore(
    async (store) => {
      await fill(store);
      expect(await errorOf(store.score())).toBeInstanceOf(TypeError);
    },
    { scorer: wrong },
  );
});

test("erasing takes the words of every version out of the statistics, too", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  const id = await open(async (store) => {
    const saved = await store.save("xyzzy met Ada", { speaker: "Plugh" });
    await store.save("Ada keeps bees");
    await store.score();
    await store.update(saved.id, { content: "plover met Ada" });
    return saved.id;
  });
  expect(await diskText(disk, "/store/significance")).toMatch(/xyzzi?y?/);
  await open((store) => store.forget(id, { erase: true }));
  const text = await diskText(disk, "/store/significance");
  expect(text).toMatch(/bee/);
  for (const word of ["xyzz", "plover", "plugh"]) expect(text.toLowerCase()).not.toContain(word);
});

test("erasing takes words out of statistics of another version, too, which are of no other use", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk, { scoring: "when-asked" });
  const { id } = await open((store) => store.save("xyzzy met Ada"));
  await disk.mkdir("/store/significance");
  await writeWholeFile(disk, "/store/significance/statistics.json", Buffer.from('{"version":1,"words":"xyzzy"}'));
  await open((store) => store.forget(id, { erase: true }));
  expect(await diskText(disk, "/store/significance")).not.toContain("xyzz");
});

test("a read-only store shows scores and writes none", async () => {
  const disk = memoryDisk();
  const open = storesOn(disk);
  await open(fill);
  await open(
    async (store) => {
      expect((await scoresOf(store)).every((scores) => scores !== undefined)).toBe(true);
      expect((await errorOf(store.score())).code).toBe("FRAMES_READ_ONLY");
    },
    { readOnly: true },
  );
});

test("importance comes from the factors when it is not given", async () => {
  await withStore(async (store) => {
    const importanceFactors = { significance: 0.9, relevance: 0.8, source: "conversation" };
    const computed = await store.save("tea", { importanceFactors });
    expect((await store.get(computed.id))?.importance).toBeCloseTo(0.816, 3);
    const given = await store.save("milk", { importance: 0.2, importanceFactors });
    expect((await store.get(given.id))?.importance).toBe(0.2);
    expect(await errorOf(store.save("x", { importanceFactors: { relevance: 2 } }))).toBeInstanceOf(RangeError);
    expect(await errorOf(store.save("x", { importanceFactors: 5 as never }))).toBeInstanceOf(TypeError);
  });
});

test("a scorer without a method is misuse", async () => {
  const opening = withStore(async () => undefined, { scorer: {} as never });
  expect((await errorOf(opening)).message).toMatch(/^scorer /);
});
