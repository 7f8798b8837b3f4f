import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { MemoryStore } from "../../../src/index.ts";
import { contentsOf, errorOf, linesOf, toArray, withFolder, withStore } from "../../support/stores.ts";
import { entry, Float, npy, npz, pack, writeFiles } from "../../support/vaults.ts";

const A = "aaaaaaaaaaaaaaaa";
const B = "bbbbbbbbbbbbbbbb";
const C = "cccccccccccccccc";
const D = "dddddddddddddddd";

async function withVault(
  files: Readonly<Record<string, unknown>>,
  use: (store: MemoryStore, root: string) => Promise<void>,
): Promise<void> {
  await withFolder(async (root) => {
    writeFiles(root, files);
    await withStore((store) => use(store, root));
  });
}

const VAULT = {
  [`memories/${A}.msgpack`]: entry(A, {
    content: { plan: "harvest", month: 8 },
    metadata: { tags: ["bees"], n: 3 },
    access_count: 7,
    last_accessed: new Float(1_700_000_500.25),
  }),
  [`memories/${B}.msgpack`]: entry(B, { type: "episodic", importance: new Float(0.25) }),
  [`embeddings/${B}.npy.npz`]: npz(npy([0.5, -1, 2])),
  "packfiles/pack_20240101_000000.msgpack": { [C]: entry(C), [D]: entry(D) },
  "packfiles/pack_20240101_000000_index.msgpack": { [C]: 0, [D]: 1 },
  "index/main_index.msgpack": {
    [A]: `memories/${A}.msgpack`,
    [B]: `memories/${B}.msgpack`,
    [C]: `packfiles/pack_20240101_000000.msgpack#${C}`,
    [D]: `packfiles/pack_20240101_000000.msgpack#${D}`,
  },
  "index/type_index.msgpack": { semantic: [A, C, D], episodic: [B] },
  "index/tag_index.msgpack": { important: [A, C] },
  "logs/vault_live.jsonl": "not read\n",
};

test("a whole vault comes in: types, times, importance, accesses, tags of both kinds, vectors, packed memories", async () => {
  await withVault(VAULT, async (store, root) => {
    const seen: unknown[] = [];
    const result = await store.import(root, { onProgress: (progress) => seen.push(progress) });
    expect(result).toEqual({ saved: 4, duplicates: 0, failed: 0, failures: [] });
    expect(seen.at(-1)).toEqual({ done: 4, total: 4, unit: "memories" });
    const memories = await contentsOf(store);
    expect([...memories.keys()].toSorted()).toEqual([A, B, C, D]);
    expect(memories.get(A)).toMatchObject({
      type: "semantic",
      content: { plan: "harvest", month: 8 },
      timestamp: 1_700_000_000_500,
      importance: 1,
      metadata: { tags: ["bees"], n: 3 },
    });
    expect(memories.get(A)!.tags.toSorted()).toEqual(["bees", "important"]);
    expect(memories.get(B)).toMatchObject({ type: "episodic", importance: 0.25 });
    expect(memories.get(C)!.tags).toEqual(["important"]);
    expect(await store.get(A)).toMatchObject({ accessCount: 8 });
    expect(await store.verifyImport(root)).toMatchObject({ ok: true, present: 4 }); // which compares the vector
  });
});

test("packed memory unreadable: a memory that was packed is found again, with its tags", async () => {
  await withVault(VAULT, async (store, root) => {
    await store.import(root, { format: "vault-v2" });
    expect(await store.get(D)).toMatchObject({ content: `memory ${D}` });
    const tagged = await toArray(store.timeline({ tags: ["important"] }));
    expect(tagged.map(({ id }) => id).toSorted()).toEqual([A, C]);
  });
});

test("import not idempotent: a second import adds nothing and counts no access twice", async () => {
  await withVault(VAULT, async (store, root) => {
    await store.import(root);
    expect(await store.import(root)).toMatchObject({ saved: 0, duplicates: 4 });
    expect(store.stats().memories).toBe(4);
  });
});

test("the vault's own JSONL export holds the same memories as its folder", async () => {
  await withVault(VAULT, async (store, root) => {
    await store.import(root);
    const line = JSON.stringify({
      id: "ffffffffffffffff",
      type: "semantic",
      content: `memory ${D}`,
      metadata: {},
      timestamp: 1_700_000_000.5,
      access_count: 0,
      last_accessed: null,
      decay_rate: 0.0,
      importance: 1.0,
    });
    expect(await store.import(linesOf(line))).toMatchObject({ saved: 0, duplicates: 1 });
  });
});

test("an update after packing wins over the packed version, and a deleted memory stays deleted", async () => {
  const files = {
    ...VAULT,
    [`memories/${C}.msgpack`]: entry(C, { content: "newer" }),
    "index/main_index.msgpack": { [A]: "memories/x", [B]: "memories/x", [C]: `memories/${C}.msgpack` },
  };
  await withVault(files, async (store, root) => {
    expect(await store.import(root)).toMatchObject({ saved: 3, failed: 0 });
    expect(await store.get(C)).toMatchObject({ content: "newer" });
    expect(await store.get(D)).toBeUndefined();
    expect(await store.verifyImport(root)).toMatchObject({ ok: true, present: 3, deleted: 1 });
  });
});

test("without an index, or with a damaged one, every memory that is there counts", async () => {
  for (const index of [Buffer.from("c1", "hex"), Buffer.alloc(0), pack([1, 2])]) {
    await withVault({ ...VAULT, "index/main_index.msgpack": index }, async (store, root) => {
      expect(await store.import(root)).toMatchObject({ saved: 4, failed: 0 });
    });
  }
});

test("a broken memory fails alone, and its reason quotes nothing of it", async () => {
  const files = {
    ...VAULT,
    [`memories/${A}.msgpack`]: pack(entry(A)).subarray(0, 40),
    [`memories/${B}.msgpack`]: entry(B, { type: "secret type" }),
    [`memories/${C}.msgpack`]: pack("secret"),
  };
  await withVault(files, async (store, root) => {
    const { saved, failed, failures } = await store.import(root);
    expect({ saved, failed }).toEqual({ saved: 1, failed: 3 });
    expect(failures.map(({ item }) => item)).toEqual([1, 2, 3]);
    expect(JSON.stringify(failures)).not.toContain("secret");
  });
});

test("a memory whose vector is broken is not taken without it", async () => {
  await withVault({ ...VAULT, [`embeddings/${B}.npy.npz`]: "no archive" }, async (store, root) => {
    const { saved, failures } = await store.import(root);
    expect(saved).toBe(3);
    expect(failures).toEqual([{ item: 2, reason: expect.stringContaining("zip") as string }]);
  });
});

test("links, pipes, folders and odd names are passed over; names inside files open nothing", async () => {
  await withFolder(async (outside) => {
    writeFiles(outside, { "secret.msgpack": entry("eeeeeeeeeeeeeeee", { content: "outside" }) });
    const files = {
      ...VAULT,
      [`memories/${A}.msgpack`]: entry("../../../etc/passwd", { content: "inside" }),
      "memories/notes.txt": "x",
      "index/main_index.msgpack": { [A]: join(outside, "secret.msgpack"), "../../x": "/etc/passwd" },
    };
    await withVault(files, async (store, root) => {
      fs.symlinkSync(join(outside, "secret.msgpack"), join(root, "memories", "link.msgpack"));
      fs.mkdirSync(join(root, "memories", "folder.msgpack"));
      fs.rmSync(join(root, "packfiles"), { recursive: true });
      fs.symlinkSync(outside, join(root, "packfiles"));
      expect(await store.import(root)).toMatchObject({ saved: 2, failed: 0 });
      const contents = [...(await contentsOf(store)).values()].map(({ content }) => JSON.stringify(content));
      expect(contents.toSorted()).toEqual([`"inside"`, `"memory ${B}"`]);
    });
  });
});

test("a folder that is no vault, and a vault that is no folder, are refused", async () => {
  await withVault({ "notes/a.txt": "x" }, async (store, root) => {
    const refused = { code: "MEMORY_IMPORT_FORMAT" };
    expect(await errorOf(store.import(root))).toMatchObject(refused);
    expect(await errorOf(store.import(root, { format: "vault-v2" }))).toMatchObject(refused);
    expect(await errorOf(store.import(join(root, "notes/a.txt"), { format: "vault-v2" }))).toMatchObject(refused);
    expect(await errorOf(store.verifyImport(join(root, "none")))).toMatchObject({ code: "MEMORY_IO" });
  });
});
