/** Contents and imports meant to break something. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Json } from "../../src/index.ts";
import { bytesOf, errorOf, linesOf, storesOn, toArray, withStore } from "../support/stores.ts";

const MEGABYTE = 1_000_000;

/** Of processor time, so that a busy machine does not count. */
const secondsSince = (started: NodeJS.CpuUsage): number => process.cpuUsage(started).user / 1e6;

test.each<[string, string]>([
  ["one word", "a".repeat(MEGABYTE)],
  ["words", "tea ".repeat(MEGABYTE / 4)],
  ["spaces before a question mark", `${" ".repeat(MEGABYTE)}?`],
  ["digits", "1".repeat(MEGABYTE)],
  ["different numbers", Array.from({ length: 140_000 }, (_, n) => n).join(" ")],
  ["apostrophes", "'".repeat(MEGABYTE)],
  ["times", "12:12".repeat(MEGABYTE / 5)],
  ["words of time", "last ".repeat(MEGABYTE / 5)],
  ["combining marks", `a${"\u0301".repeat(MEGABYTE / 2)}`],
  ["Chinese without spaces", "漢字".repeat(MEGABYTE / 10)],
  ["family emoji", "👩‍👩‍👧".repeat(MEGABYTE / 10)],
  ["lone surrogates", "\ud800".repeat(MEGABYTE / 2)],
  ["control characters", "\0\u0001".repeat(MEGABYTE / 2)],
])("a megabyte of %s is saved, found and asked for within seconds", async (_, content) => {
  const open = storesOn();
  const started = process.cpuUsage();
  const { id } = await open((store) => store.save(content));
  await open(async (store) => {
    expect((await store.get(id))?.content).toBe(content);
    await store.search(content.slice(0, 100_000));
    await store.search(content);
  });
  expect(secondsSince(started)).toBeLessThan(5);
});

test("an empty text, a byte order mark and white space are contents", async () => {
  const open = storesOn();
  const contents = ["", "\ufeff", "\ufefftea", " ", "\n", "\0", "tea"];
  const ids = await open(async (store) => {
    const saved = [];
    for (const content of contents) saved.push((await store.save(content)).id);
    return saved;
  });
  expect(new Set(ids).size).toBe(contents.length);
  await open(async (store) => {
    for (const [at, id] of ids.entries()) expect((await store.get(id))?.content).toBe(contents[at]);
    expect((await store.search("")).hits).toEqual([]);
    expect((await store.search("tea")).hits.length).toBeGreaterThanOrEqual(1);
  });
});

test("a thousand tags are taken, 100,000 are refused", async () => {
  await withStore(async (store) => {
    const tags = Array.from({ length: 1000 }, (_, n) => `tag${n}`);
    const { id } = await store.save("tea", { tags });
    expect((await store.get(id))?.tags).toEqual(tags);
    expect((await store.search("tea", { tags })).hits).toHaveLength(1);
    const many = Array.from({ length: 100_000 }, (_, n) => `tag${n}`);
    expect(await errorOf(store.save("coffee", { tags: many }))).toBeInstanceOf(TypeError);
    expect(await errorOf(store.update(id, { tags: many }))).toBeInstanceOf(TypeError);
  });
});

test("names that look like paths, keys of Object and patterns are only names", async () => {
  const names = [
    "../../etc",
    "/etc/passwd",
    "C:\\windows",
    "__proto__",
    "constructor",
    ".*",
    "a\0b",
    "\ud800",
    "%2e%2e",
  ];
  const open = storesOn();
  await open(async (store) => {
    for (const name of names) await store.save("tea", { namespace: name, session: name, speaker: name, tags: [name] });
  });
  await open(async (store) => {
    expect(store.stats().namespaces).toEqual(names);
    for (const name of names) {
      const { hits } = await store.search("tea", { namespace: name, session: name, speaker: name, tags: [name] });
      expect(hits).toMatchObject([{ namespace: name, session: name, speaker: name, tags: [name] }]);
      expect(await toArray(store.timeline({ namespace: name, tags: [name] }))).toHaveLength(1);
    }
  });
});

test("what a refused save held is nowhere", async () => {
  await withStore(async (store) => {
    for (const bad of [5n, () => 1, new Date(), Number.NaN, undefined] as unknown as Json[]) {
      expect(await errorOf(store.save({ bad }, {}).then(() => store.save([bad])))).toBeInstanceOf(TypeError);
    }
    expect(store.stats().log.frames).toBe(1); // {bad: undefined} is {}
  });
});

test("times at the ends of all years are kept and sorted", async () => {
  const times = [-8.64e15, -1, 0, 1, 253_402_300_799_999, 8.64e15];
  const open = storesOn();
  await open(async (store) => {
    for (const timestamp of times.toReversed()) await store.save(`at ${timestamp}`, { timestamp });
  });
  await open(async (store) => {
    expect((await toArray(store.timeline())).map(({ timestamp }) => timestamp)).toEqual(times);
    expect((await toArray(store.timeline({ after: -1, before: 1 }))).map(({ timestamp }) => timestamp)).toEqual([
      -1, 0,
    ]);
    for (const mode of ["lexical", "classic", "hybrid", "vector"] as const) {
      for (const { score } of (await store.search("at 1 in 9999", { mode })).hits) expect(score).not.toBeNaN();
    }
  });
});

test("a line of 70 MB is one failure, and costs no more memory than its chunks", async () => {
  await withStore(async (store) => {
    const chunk = bytesOf("x".repeat(MEGABYTE));
    function* source(): Generator<Uint8Array> {
      yield bytesOf('{"content":"before"}\n{"content":"');
      for (let n = 0; n < 70; n++) yield chunk;
      yield bytesOf('"}\n{"content":"after"}\n');
    }
    const result = await store.import(source());
    expect(result).toMatchObject({
      saved: 2,
      failed: 1,
      failures: [{ item: 2, reason: "the line is too long or not UTF-8" }],
    });
  });
});

test("a line just below the limit of a frame is imported", async () => {
  await withStore(async (store) => {
    const content = "x".repeat(60 * MEGABYTE);
    expect(await store.import(linesOf(JSON.stringify({ content })))).toMatchObject({ saved: 1, failed: 0 });
  });
});

test("binary garbage imports nothing and breaks nothing", async () => {
  await withStore(async (store) => {
    let seed = 42;
    const garbage = Uint8Array.from(
      { length: MEGABYTE },
      () => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >>> 16,
    );
    const result = await store.import([garbage]);
    expect(result.saved).toBe(0);
    expect(result.failed).toBeGreaterThan(1000);
    expect(result.failures).toHaveLength(20);
    expect(store.stats().memories).toBe(0);
  });
});

test("a list that is no LoCoMo, and a LoCoMo file with missing pieces, are refused whole", async () => {
  const turn = { speaker: "Ada", dia_id: "D1:1", text: "Hi" };
  const files = [
    [{ nothing: "of a memory" }],
    [{ sample_id: "a" }],
    [{ sample_id: "a", conversation: null }],
    [{ sample_id: 5, conversation: {} }],
    [{ sample_id: "a", conversation: { session_1: [turn] } }],
    [{ sample_id: "a", conversation: { session_1: [turn], session_1_date_time: "soon" } }],
    [{ sample_id: "a", conversation: { session_1: [turn, null], session_1_date_time: "1:56 pm on 8 May, 2023" } }],
  ];
  for (const file of files) {
    await withStore(async (store) => {
      expect(await errorOf(store.import([bytesOf(JSON.stringify(file))]))).toMatchObject({
        code: "MEMORY_IMPORT_FORMAT",
      });
      expect(store.stats().memories).toBe(0);
    });
  }
});

test("the benchmark's LoCoMo file imports whole, and again as duplicates", async (context) => {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync("/work/shared/data/locomo-dev.json");
  } catch {
    return context.skip("no locomo-dev.json on this machine");
  }
  await withStore(async (store) => {
    const first = await store.import([bytes]);
    expect(first.failed).toBe(0);
    expect(first.saved).toBeGreaterThan(1000);
    expect(await store.import([bytes])).toMatchObject({ saved: 0, duplicates: first.saved + first.duplicates });
  });
});
