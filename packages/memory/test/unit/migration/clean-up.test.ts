import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { MemoryStore } from "../../../src/index.ts";
import { withFolder, withStore } from "../../support/stores.ts";
import { entry, npy, npz, writeFiles } from "../../support/vaults.ts";

const A = "aaaaaaaaaaaaaaaa";
const B = "bbbbbbbbbbbbbbbb";
const C = "cccccccccccccccc";
const FILES = {
  [`memories/${A}.msgpack`]: entry(A, { content: "first" }),
  [`embeddings/${A}.npy.npz`]: npz(npy([1, 2])),
  [`memories/${B}.msgpack`]: entry(B, { content: "second" }),
  "packfiles/pack_1.msgpack": { [C]: entry(C, { content: "third" }) },
  "packfiles/pack_1_index.msgpack": { [C]: 0 },
  "index/main_index.msgpack": { [A]: "m", [B]: "m", [C]: `packfiles/pack_1.msgpack#${C}` },
  "index/tag_index.msgpack": { bees: [A] },
  "logs/vault_live.jsonl": "{}\n",
  "memories/notes.txt": "mine",
};

async function withVault(use: (store: MemoryStore, root: string) => Promise<void>): Promise<void> {
  await withFolder(async (root) => {
    writeFiles(root, FILES);
    await withStore((store) => use(store, root));
  });
}

function filesIn(root: string): string[] {
  const names = fs.readdirSync(root, { recursive: true, encoding: "utf8" });
  return names.filter((name) => fs.statSync(join(root, name)).isFile()).toSorted();
}

const ALL = Object.keys(FILES).toSorted();

test("after a verified import the files of the memories go; what was not imported stays", async () => {
  await withVault(async (store, root) => {
    await store.import(root);
    expect(await store.verifyImport(root)).toEqual({
      ok: true,
      present: 3,
      missing: 0,
      unreadable: 0,
      deleted: 0,
      problems: [],
    });
    expect(filesIn(root)).toEqual(ALL);
    expect(await store.cleanUpImport(root)).toMatchObject({ ok: true, removedFiles: 7, keptFiles: 0 });
    expect(filesIn(root)).toEqual(["logs/vault_live.jsonl", "memories/notes.txt"]);
    expect(fs.existsSync(join(root, "packfiles"))).toBe(false);
    expect(store.stats().memories).toBe(3);
  });
});

test("without an import nothing goes", async () => {
  await withVault(async (store, root) => {
    expect(await store.cleanUpImport(root)).toMatchObject({ ok: false, missing: 3, removedFiles: 0 });
    expect(filesIn(root)).toEqual(ALL);
  });
});

test.each<[string, (store: MemoryStore, root: string) => Promise<unknown> | void, string]>([
  [
    "a memory that came after the import",
    (_, root) => writeFiles(root, { "memories/dddddddddddddddd.msgpack": entry("d") }),
    "not in the store",
  ],
  [
    "a memory that changed after the import",
    (_, root) => writeFiles(root, { [`memories/${B}.msgpack`]: entry(B, { content: "changed" }) }),
    "not in the store",
  ],
  ["a file that rotted", (_, root) => writeFiles(root, { [`memories/${B}.msgpack`]: "rot" }), "MessagePack"],
  ["a memory that was forgotten here", (store) => store.forget(B), "not in the store"],
  [
    "a vector that changed",
    (_, root) => writeFiles(root, { [`embeddings/${A}.npy.npz`]: npz(npy([1, 3])) }),
    "without its vector",
  ],
  ["a tag that is missing here", (store) => store.update(A, { tags: [] }), "without all of its tags"],
])("%s keeps everything", async (_, change, reason) => {
  await withVault(async (store, root) => {
    await store.import(root);
    await change(store, root);
    const before = filesIn(root);
    const report = await store.cleanUpImport(root);
    expect(report).toMatchObject({ ok: false, removedFiles: 0 });
    expect(report.problems[0]?.reason).toContain(reason);
    expect(filesIn(root)).toEqual(before);
  });
});

test("a packfile with a memory that was deleted there stays, and so do the indexes", async () => {
  await withVault(async (store, root) => {
    writeFiles(root, { "index/main_index.msgpack": { [A]: "m", [B]: "m" } });
    await store.import(root);
    expect(await store.cleanUpImport(root)).toMatchObject({ ok: true, deleted: 1, removedFiles: 3, keptFiles: 1 });
    expect(filesIn(root)).toContain("packfiles/pack_1.msgpack");
    expect(filesIn(root)).toContain("index/main_index.msgpack");
  });
});

test("a list of JSON goes only when every entry of it is here", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { "memories.json": '[{"content":"tea"},{"nothing":1}]', "frames/x.json": '{"content":"coffee"}' });
    await withStore(async (store) => {
      expect(await store.import(root)).toMatchObject({ saved: 2, failed: 1 });
      expect(await store.cleanUpImport(root)).toMatchObject({ ok: false, unreadable: 1, removedFiles: 0 });
      writeFiles(root, { "memories.json": '[{"content":"tea"}]' });
      expect(await store.cleanUpImport(root)).toMatchObject({ ok: true, removedFiles: 2 });
      expect(fs.readdirSync(root)).toEqual([]);
    });
  });
});

test("an empty list is not a migrated one", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { "memories.json": "[]", "frames/x.json": '{"content":"coffee"}' });
    await withStore(async (store) => {
      await store.import(root);
      expect(await store.cleanUpImport(root)).toMatchObject({ ok: true, removedFiles: 1, keptFiles: 1 });
      expect(filesIn(root)).toEqual(["memories.json"]);
    });
  });
});
