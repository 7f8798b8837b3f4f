import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { errorOf, NOW, storesOn, tickingClock, toArray, withStore } from "../../support/stores.ts";
import { diskText } from "../../support/disk-text.ts";

const HOUR_MS = 3_600_000;

test("a ghost is found by id, search, similar words, timeline and stream for an hour, and by nothing afterwards", async () => {
  const clock = tickingClock();
  await withStore(
    async (store) => {
      const { id } = await store.save("the door code is 4711", { type: "ghost", tags: ["door"] });
      const seen = async (): Promise<unknown[]> => [
        (await store.get(id))?.id,
        (await store.search("door code")).hits[0]?.id,
        (await store.search({}, { tags: ["door"] })).hits[0]?.id,
        (await toArray(store.timeline()))[0]?.id,
        (await toArray(store.stream()))[0]?.id,
        (await store.context(id))[0]?.id,
      ];
      clock.now = NOW + HOUR_MS - 100;
      expect(await seen()).toEqual([id, id, id, id, id, id]);
      expect(store.stats().memories).toBe(1);
      clock.now = NOW + HOUR_MS + 100;
      expect(await seen()).toEqual(Array.from({ length: 6 }));
      expect(store.stats().memories).toBe(0);
    },
    { clock },
  );
});

test("nothing of a ghost reaches the disk, whatever is done with it", async () => {
  const disk = memoryDisk();
  await storesOn(disk)(async (store) => {
    const { id } = await store.save("xyzzy plugh", { type: "ghost", tags: ["secretly"], speaker: "Nobody" });
    await store.get(id);
    await store.save("xyzzy plugh", { type: "ghost" });
    await store.search("xyzzy");
    await store.update(id, { metadata: { more: "plover" } });
    await store.save("an ordinary memory");
    await store.get((await store.search("ordinary")).hits[0]!.id);
    await store.decay();
    await store.consolidate();
    await store.forget(id);
  });
  const text = await diskText(disk, "/store");
  expect(text).toContain("ordinary");
  for (const word of ["xyzzy", "plugh", "secretly", "Nobody", "plover"]) expect(text).not.toContain(word);
});

test("a ghost is gone after a restart", async () => {
  const open = storesOn();
  const { id } = await open((store) => store.save("boo", { type: "ghost" }));
  await open(async (store) => {
    expect(await store.get(id)).toBeUndefined();
    expect(store.stats()).toMatchObject({ memories: 0, log: { frames: 0 } });
  });
});

test("the same ghost again is a duplicate that counts an access; another type is another memory", async () => {
  await withStore(async (store) => {
    const first = await store.save("boo", { type: "ghost" });
    expect(await store.save("boo", { type: "ghost" })).toEqual({ id: first.id, duplicate: true });
    expect((await store.get(first.id))?.accessCount).toBe(2);
    expect((await store.save("boo")).duplicate).toBe(false);
  });
});

test("a ghost that becomes another type is stored from then on, with its id, its time and its accesses", async () => {
  const open = storesOn(undefined, { clock: tickingClock() });
  const { id, timestamp } = await open(async (store) => {
    const saved = await store.save("boo", { type: "ghost" });
    const before = (await store.get(saved.id))!;
    await store.update(saved.id, { type: "semantic" });
    return before;
  });
  await open(async (store) => {
    expect(await store.get(id)).toMatchObject({ content: "boo", type: "semantic", timestamp, accessCount: 2 });
    expect(store.stats().memories).toBe(1);
  });
});

test("a stored memory cannot become a ghost", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("tea");
    expect(await errorOf(store.update(id, { type: "ghost" }))).toBeInstanceOf(TypeError);
    expect(await store.get(id)).toMatchObject({ type: "episodic" });
  });
});

test("an id that a ghost or a stored memory has is not taken twice", async () => {
  await withStore(async (store) => {
    const id = "00000000000000aa";
    await store.saveMany([
      { id, content: "ghost", type: "ghost" },
      { id, content: "stored" },
      { id, content: "ghost 2", type: "ghost" },
    ]);
    expect((await store.get(id))?.content).toBe("ghost");
    expect(new Set((await toArray(store.stream())).map((memory) => memory.id)).size).toBe(3);
  });
});

test("an update changes what the ghost says; forgetting and erasing end it", async () => {
  await withStore(async (store) => {
    const { id } = await store.save("boo", { type: "ghost" });
    expect(await store.update(id, { content: "hoo" })).toMatchObject({ id, content: "hoo", type: "ghost" });
    expect((await store.search("hoo")).hits).toMatchObject([{ id }]);
    expect((await store.search("boo")).hits).toEqual([]);
    expect(await store.forget(id)).toBe(true);
    expect(await store.forget(id)).toBe(false);
    const again = await store.save("boo", { type: "ghost" });
    expect(await store.forget(again.id, { erase: true })).toEqual({ id: again.id, versions: 0, removedFiles: [] });
  });
});

test.each([0, -1, Number.NaN, "5"])("a time to live of %s is misuse", async (ghostTtlMs) => {
  const opening = withStore(async () => undefined, { ghostTtlMs: ghostTtlMs as number });
  expect((await errorOf(opening)).message).toMatch(/^ghostTtlMs /);
});
