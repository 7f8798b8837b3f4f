import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory } from "../../src/index.ts";
import { errorOf, linesOf, storesOn, toArray, violationsOf } from "../support/stores.ts";
import { systemError, wrapDisk, type DiskStep } from "../support/wrapped-disk.ts";

const POISONED = { code: "FRAMES_POISONED" };

const FAILURES: readonly (readonly [string, DiskStep, string | number])[] = [
  ["a full disk", "write", "ENOSPC"],
  ["a disk that takes half a write", "write", 10],
  ["a failing fsync", "sync", "EIO"],
];

test.each(FAILURES)(
  "%s poisons the store: saves fail, searches answer, opening again works",
  async (_, failing, how) => {
    const inner = memoryDisk();
    const disk = wrapDisk(inner);
    const store = await openMemory({ dir: "/store", disk, scoring: "when-asked" });
    const { id } = await store.save("acknowledged tea");
    disk.onStep = (step, path) => {
      if (step !== failing || !path.endsWith(".frames")) return undefined;
      if (typeof how === "number") return how;
      throw systemError(how);
    };
    const lost = await Promise.allSettled([store.save("lost tea"), store.save("lost coffee")]);
    for (const result of lost) expect(result).toMatchObject({ status: "rejected", reason: POISONED });
    disk.onStep = () => undefined;
    expect(await errorOf(store.save("after"))).toMatchObject(POISONED);
    expect(await errorOf(store.save("acknowledged tea"))).toMatchObject(POISONED);
    expect(await errorOf(store.saveMany([{ content: "after" }]))).toMatchObject(POISONED);
    expect(await errorOf(store.import(linesOf('{"content":"after"}')))).toMatchObject(POISONED);
    expect(await errorOf(store.update(id, { content: "after" }))).toMatchObject(POISONED);
    expect(await errorOf(store.forget(id))).toMatchObject(POISONED);
    expect(store.stats().log.poisoned).toBe(true);
    expect((await store.search("tea")).hits.map((hit) => hit.id)).toEqual([id]);
    expect(await store.get(id)).toMatchObject({ content: "acknowledged tea" });
    expect((await toArray(store.stream())).map((memory) => memory.id)).toEqual([id]);
    await store.close();
    await storesOn(inner)(async (reopened) => {
      expect(await reopened.get(id)).toMatchObject({ content: "acknowledged tea" });
      await reopened.save("after");
      expect(await violationsOf(reopened)).toEqual([]);
    });
  },
);

test("updates of a memory whose save was lost fail at once instead of trying for ever", async () => {
  const disk = wrapDisk(memoryDisk());
  const store = await openMemory({ dir: "/store", disk, scoring: "when-asked" });
  const { id } = await store.save("tea");
  disk.onStep = (step) => {
    if (step === "sync") throw systemError("EIO");
  };
  const results = await Promise.allSettled([store.update(id, { content: "a" }), store.update(id, { content: "b" })]);
  for (const result of results) expect(result).toMatchObject({ status: "rejected", reason: POISONED });
  expect(await errorOf(store.update(id, { content: "c" }))).toMatchObject(POISONED);
  await store.close();
});

test("a bulk save that meets a full disk rejects, and what was acknowledged stays", async () => {
  const inner = memoryDisk();
  const disk = wrapDisk(inner);
  const store = await openMemory({ dir: "/store", disk, scoring: "when-asked" });
  await store.save("before");
  let writes = 0;
  disk.onStep = (step) => {
    if (step === "write" && ++writes > 3) throw systemError("ENOSPC");
  };
  const items = Array.from({ length: 5000 }, (_, n) => ({ content: `memory ${n} ${"x".repeat(2000)}` }));
  expect(await errorOf(store.saveMany(items))).toMatchObject(POISONED);
  await store.close().catch(() => undefined);
  await storesOn(inner)(async (reopened) => {
    expect((await reopened.search("before")).hits).toHaveLength(1);
    const { memories } = reopened.stats();
    expect(await reopened.saveMany(items)).toEqual({
      saved: 5001 - memories,
      duplicates: memories - 1,
      failed: 0,
      failures: [],
    });
  });
});

test("a failure at every single write and sync of a session loses nothing that was acknowledged", async () => {
  const session = async (disk: ReturnType<typeof wrapDisk>): Promise<string[]> => {
    const acknowledged: string[] = [];
    const store = await openMemory({ dir: "/store", disk, scoring: "when-asked" });
    try {
      for (let n = 0; n < 4; n++) acknowledged.push((await store.save(`memory ${n}`)).id);
      await store.get(acknowledged[0]!);
    } finally {
      await store.close();
    }
    return acknowledged;
  };
  let steps = 0;
  const counting = wrapDisk(memoryDisk());
  counting.onStep = (step) => void (step === "write" || step === "sync" ? steps++ : 0);
  await session(counting);
  expect(steps).toBeGreaterThan(10);
  for (let failAt = 1; failAt <= steps; failAt++) {
    const inner = memoryDisk();
    const disk = wrapDisk(inner);
    const acknowledged = new Set<string>();
    let seen = 0;
    disk.onStep = (step) => {
      if ((step === "write" || step === "sync") && ++seen >= failAt) throw systemError("EIO");
    };
    const store = await openMemory({ dir: "/store", disk, scoring: "when-asked" }).catch(() => undefined);
    for (let n = 0; n < 4; n++)
      await store?.save(`memory ${n}`).then(
        ({ id }) => acknowledged.add(id),
        () => undefined,
      );
    await store?.close().catch(() => undefined);
    await storesOn(inner)(async (reopened) => {
      const found = new Set((await toArray(reopened.stream())).map(({ id }) => id as string));
      for (const id of acknowledged) expect(found.has(id)).toBe(true);
    });
  }
});
