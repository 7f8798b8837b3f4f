import fs from "node:fs";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { MemoryStore, Progress } from "../../../src/index.ts";
import { errorOf, withFolder, withStore } from "../../support/stores.ts";

async function fill(store: MemoryStore, count: number): Promise<void> {
  await store.saveMany(
    Array.from({ length: count }, (_, n) => ({ content: `memory ${n}`, tags: [n % 2 === 0 ? "even" : "odd"] })),
  );
}

test("a file holds one memory a line, and only those that pass", async () => {
  await withFolder(async (dir) => {
    await withStore(async (store) => {
      await fill(store, 600);
      const seen: Progress[] = [];
      const path = join(dir, "out.jsonl");
      expect(await store.export(path, { tags: ["odd"], onProgress: (progress) => seen.push(progress) })).toEqual({
        exported: 300,
      });
      const lines = fs.readFileSync(path, "utf8").trimEnd().split("\n");
      expect(lines).toHaveLength(300);
      expect(JSON.parse(lines[0]!)).toMatchObject({ content: "memory 1", tags: ["odd"] });
      expect(seen).toEqual([
        { done: 256, unit: "memories" },
        { done: 300, unit: "memories" },
      ]);
      expect(fs.readdirSync(dir)).toEqual(["out.jsonl"]);
    });
  });
});

test("a stream is written and left open", async () => {
  await withStore(async (store) => {
    await fill(store, 3);
    const target = new PassThrough();
    await store.export(target);
    expect(target.writableEnded).toBe(false);
    target.end("the end\n");
    expect((await text(target)).split("\n")).toHaveLength(5);
  });
});

test("a path that cannot be written gives MEMORY_IO and leaves nothing", async () => {
  await withFolder(async (dir) => {
    await withStore(async (store) => {
      await fill(store, 3);
      const missing = await errorOf(store.export(join(dir, "no", "such", "folder.jsonl")));
      expect(missing).toMatchObject({ code: "MEMORY_IO", cause: { code: "ENOENT" } });
      fs.mkdirSync(join(dir, "folder"));
      expect(await errorOf(store.export(join(dir, "folder")))).toMatchObject({ code: "MEMORY_IO" });
      expect(fs.readdirSync(dir)).toEqual(["folder"]);
    });
  });
});

test("an abort leaves the file that was there", async () => {
  await withFolder(async (dir) => {
    await withStore(async (store) => {
      await fill(store, 1000);
      const path = join(dir, "out.jsonl");
      fs.writeFileSync(path, "before");
      const abort = new AbortController();
      const onProgress = (): void => abort.abort(new Error("enough"));
      expect((await errorOf(store.export(path, { signal: abort.signal, onProgress }))).message).toBe("enough");
      expect(fs.readFileSync(path, "utf8")).toBe("before");
      expect(fs.readdirSync(dir)).toEqual(["out.jsonl"]);
    });
  });
});

test("an error of the target is passed on", async () => {
  await withStore(async (store) => {
    await fill(store, 3);
    const target = new Writable({ write: (_chunk, _encoding, done) => done(new Error("pipe closed")) });
    expect((await errorOf(store.export(target))).message).toBe("pipe closed");
  });
});

test("another format is misuse", async () => {
  await withStore(async (store) => {
    expect(await errorOf(store.export("x", { format: "csv" as "jsonl" }))).toBeInstanceOf(TypeError);
  });
});
