import { expect, test } from "vitest";
import { withFolder, withStore } from "../../support/stores.ts";
import { entry, writeFiles } from "../../support/vaults.ts";

const idOf = (n: number): string => n.toString(16).padStart(16, "0");

test("every memory is looked for; the first twenty that are missing are named, and progress is told", async () => {
  await withFolder(async (root) => {
    const pack = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [idOf(n), entry(idOf(n), { content: n })]));
    writeFiles(root, { "packfiles/pack_1.msgpack": pack });
    await withStore(async (store) => {
      await store.import(root);
      for (let n = 10; n < 60; n++) await store.forget(idOf(n));
      const seen: number[] = [];
      const report = await store.verifyImport(root, { onProgress: ({ done }) => seen.push(done) });
      expect(report).toMatchObject({ ok: false, present: 50, missing: 50, unreadable: 0, deleted: 0 });
      expect(report.problems.map(({ item }) => item)).toEqual(Array.from({ length: 20 }, (_, n) => n + 11));
      expect(seen).toEqual([64]);
    });
  });
});

test("what cannot be a memory here is unreadable, and an abort ends it", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { "frames/a.json": '{"content":"x","importance":9}', "frames/b.json": '{"content":"y"}' });
    await withStore(async (store) => {
      await store.import(root);
      const report = await store.verifyImport(root, { format: "memory-json" });
      expect(report).toMatchObject({ ok: false, present: 1, unreadable: 1 });
      expect(report.problems).toEqual([{ item: 1, reason: "importance must be a number from 0 to 1" }]);
      const signal = AbortSignal.abort(new Error("enough"));
      await expect(store.verifyImport(root, { signal })).rejects.toThrow("enough");
    });
  });
});

test("a memory whose importance or time changed here is still the same memory", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { [`memories/${idOf(1)}.msgpack`]: entry(idOf(1)) });
    await withStore(async (store) => {
      await store.import(root);
      await store.update(idOf(1), { importance: 0.1 });
      expect(await store.verifyImport(root)).toMatchObject({ ok: true, present: 1 });
    });
  });
});
