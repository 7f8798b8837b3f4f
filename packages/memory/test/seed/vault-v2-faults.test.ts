/** The faults of the original vault, each with the test that would have caught it. */
import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { wrapDisk } from "../support/wrapped-disk.ts";
import { linesOf, storesOn, tickingClock, toArray, withStore } from "../support/stores.ts";

test("a duplicate returns the id that is there and counts the access", async () => {
  await withStore(async (store) => {
    const first = await store.save("tea", { metadata: { a: 1 } });
    expect(await store.save("tea", { metadata: { a: 1 } })).toEqual({ id: first.id, duplicate: true });
    expect(await store.get(first.id)).toMatchObject({ accessCount: 2 });
    expect(await store.save("tea", { metadata: { a: 2 } })).toMatchObject({ duplicate: false });
  });
});

test("no verb waits for itself: everything at once, from within one another, and closing comes to an end", async () => {
  const open = storesOn(memoryDisk(), { clock: tickingClock(), workingCapacity: 3 });
  await open(async (store) => {
    const saved = await store.save("tea", { type: "working" });
    const work = Array.from({ length: 20 }, async (_, n) => {
      const { id } = await store.save(`working ${n}`, { type: "working" });
      await Promise.all([
        store.get(id),
        store.update(id, { importance: 0.9 }),
        store.search("working"),
        store.forget(id),
      ]);
    });
    const visits = store.decay({ onChange: () => void store.get(saved.id) });
    const nested = (async () => {
      for await (const memory of store.stream()) await store.update(memory.id, { tags: ["seen"] });
    })();
    await Promise.all([...work, visits, nested, store.consolidate(), store.similar("tea"), toArray(store.timeline())]);
  });
});

test("tags in the metadata reach the tag index, and leave it with the metadata", async () => {
  const open = storesOn();
  const { id } = await open((store) =>
    store.save("tea", { tags: ["own"], metadata: { tags: ["hot", "green", 5, ""] } }),
  );
  await open(async (store) => {
    for (const tag of ["own", "hot", "green"])
      expect((await store.search({}, { tags: [tag] })).hits).toMatchObject([{ id }]);
    await store.update(id, { metadata: { tags: ["cold"] } });
    expect((await store.get(id))?.tags).toEqual(["own", "cold"]);
    expect((await store.search({}, { tags: ["hot"] })).hits).toEqual([]);
    await store.update(id, { tags: ["only"] });
    expect((await store.get(id))?.tags).toEqual(["only"]);
  });
});

test("a packed memory can be read, found, changed and forgotten", async () => {
  const open = storesOn(memoryDisk());
  await open(async (store) => {
    await store.saveMany(
      Array.from({ length: 1200 }, (_, n) => ({ content: `packed number${n} ${"x".repeat(4000)}` })),
    );
    await store.compact();
  });
  await open(async (store) => {
    const { hits } = await store.search("number7");
    expect(hits[0]?.content).toMatch(/^packed number7 x/);
    const { id } = hits[0]!;
    expect(await store.update(id, { importance: 1 })).toMatchObject({ id, importance: 1 });
    expect(await store.forget(id)).toBe(true);
    expect(await store.get(id)).toBeUndefined();
  });
});

test("an update keeps the time of creation", async () => {
  const clock = tickingClock();
  const open = storesOn(undefined, { clock });
  const { id, timestamp } = await open(async (store) => (await store.get((await store.save("tea")).id))!);
  clock.now += 1_000_000;
  await open(async (store) => {
    await store.update(id, { content: "green tea" });
    expect(await store.get(id)).toMatchObject({ content: "green tea", timestamp });
  });
});

test("a save lists no folder and costs the same in a full store", async () => {
  const disk = wrapDisk(memoryDisk());
  let listings = 0;
  const counting: Disk = { ...disk, readdir: (path) => (listings++, disk.readdir(path)) };
  await storesOn(counting)(async (store) => {
    await store.save("first");
    listings = 0;
    for (let n = 0; n < 50; n++) await store.save(`memory ${n}`);
    expect(listings).toBe(0);
  });
});

test("a similarity search looks at everything before it sorts", async () => {
  await withStore(async (store) => {
    await store.saveMany(Array.from({ length: 50 }, (_, n) => ({ content: n, embedding: [1, 2 - n / 50] })));
    const { hits } = await store.similar([1, 0], { threshold: 0, limit: 2 });
    expect(hits.map(({ content }) => content)).toEqual([49, 48]);
  });
});

test("an import is idempotent, with the ids of its source and without", async () => {
  await withStore(async (store) => {
    const lines = linesOf('{"id":"00000000000000aa","content":"tea"}', '{"content":"milk","timestamp":1700000000.5}');
    expect(await store.import(lines)).toMatchObject({ saved: 2 });
    const before = await toArray(store.stream());
    expect(await store.import(lines)).toMatchObject({ saved: 0, duplicates: 2 });
    expect((await toArray(store.stream())).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(before[0]?.id).toBe("00000000000000aa");
    expect(before[1]?.timestamp).toBe(1_700_000_000_500);
  });
});

test("opening and closing a store installs no signal handler", async () => {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP", "exit", "beforeExit", "uncaughtException", "unhandledRejection"];
  const counts = (): number[] => signals.map((signal) => process.listenerCount(signal));
  const before = counts();
  await withStore(async (store) => {
    await store.save("tea");
    expect(counts()).toEqual(before);
  });
  expect(counts()).toEqual(before);
});
