/** Damaged, foreign and read-only folders, and more than one process. */
import fs from "node:fs";
import { dirname, join } from "node:path";
import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory } from "../../src/index.ts";
import { startChild } from "../support/children.ts";
import { errorOf, SEGMENT, storesOn, toArray, violationsOf, withFolder, withStore } from "../support/stores.ts";
import { readOnlyDisk, systemError, wrapDisk } from "../support/wrapped-disk.ts";

const NODE = { disk: undefined };

/** A real store of some memories; returns the path of its segment. */
async function makeStore(dir: string): Promise<string> {
  await withStore(
    (store) => store.saveMany(Array.from({ length: 20 }, (_, n) => ({ content: `memory ${n} about tea` }))),
    { ...NODE, dir },
  );
  return join(dir, SEGMENT);
}

const namesIn = (dir: string): Set<string> => new Set(fs.readdirSync(dir, { recursive: true, encoding: "utf8" }));

test("a changed byte in the middle costs one memory, is reported, and stays reported", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    const bytes = fs.readFileSync(segment);
    bytes[Math.floor(bytes.length / 2)]! ^= 0x40;
    fs.writeFileSync(segment, bytes);
    for (let round = 0; round < 2; round++) {
      await withStore(
        async (store) => {
          expect(store.stats().memories).toBe(19);
          expect(store.recovery).toMatchObject({ clean: false, damagedCount: 1, damaged: [{ file: SEGMENT }] });
          expect(await violationsOf(store)).toMatchObject([{ file: SEGMENT, kind: "damaged-entry" }]);
          expect((await store.search("tea", { limit: 100 })).hits).toHaveLength(19);
        },
        { ...NODE, dir },
      );
    }
  });
});

test("an entry that rots while the store is open is told with its file and offset; opening again keeps the rest", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    const bytes = fs.readFileSync(segment);
    await withStore(
      async (store) => {
        const [first] = await toArray(store.timeline({ limit: 1 }));
        bytes[60]! ^= 1;
        fs.writeFileSync(segment, bytes);
        const error = await errorOf(store.get(first!.id));
        expect(error).toMatchObject({ code: "FRAMES_CORRUPT", details: { file: SEGMENT, offset: 0 } });
        expect(error.message).not.toContain("about tea");
        expect((await violationsOf(store)).map(({ kind }) => kind)).toEqual(["damaged-entry"]);
      },
      { ...NODE, dir },
    );
    await withStore(async (store) => expect(store.stats().memories).toBe(19), { ...NODE, dir });
  });
});

test("a half-written end is cut, kept aside and reported once", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    fs.truncateSync(segment, fs.statSync(segment).size - 7);
    await withStore(
      async (store) => {
        expect(store.stats().memories).toBe(19);
        expect(store.recovery.torn).toMatchObject({ file: SEGMENT });
        await store.save("after");
      },
      { ...NODE, dir },
    );
    await withStore(
      async (store) => {
        expect(store.recovery.clean).toBe(true);
        expect(store.stats().memories).toBe(20);
        expect(await violationsOf(store)).toEqual([]);
      },
      { ...NODE, dir },
    );
  });
});

test("foreign and empty files among the segments are left alone", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    const folder = dirname(segment);
    fs.writeFileSync(join(folder, "notes.txt"), "mine");
    fs.writeFileSync(join(folder, "000007.frames"), "no frames at all");
    fs.writeFileSync(join(folder, "000008.frames"), "");
    fs.mkdirSync(join(folder, "000009.frames"));
    fs.symlinkSync("/etc/passwd", join(folder, "000010.frames"));
    fs.writeFileSync(join(dir, "shards", "README"), "mine");
    await withStore(
      async (store) => {
        expect(store.stats().memories).toBe(20);
        expect(store.recovery.foreignCount).toBe(6);
        await store.save("after");
        expect((await violationsOf(store)).every(({ kind }) => kind === "foreign-file")).toBe(true);
      },
      { ...NODE, dir },
    );
    expect(fs.readFileSync(join(folder, "notes.txt"), "utf8")).toBe("mine");
    await withStore(async (store) => expect(store.stats().memories).toBe(21), { ...NODE, dir });
  });
});

test("a segment cut anywhere opens with what is whole", async () => {
  await withFolder(async (dir) => {
    const bytes = fs.readFileSync(await makeStore(dir));
    let before = 0;
    for (let size = 0; size <= bytes.length; size += 37) {
      const copy = join(dir, `copy-${size}`);
      fs.mkdirSync(dirname(join(copy, SEGMENT)), { recursive: true });
      fs.writeFileSync(join(copy, SEGMENT), bytes.subarray(0, size));
      await withStore(
        async (store) => {
          const { memories } = store.stats();
          expect(memories).toBeGreaterThanOrEqual(before);
          expect(await toArray(store.stream())).toHaveLength(memories);
          before = memories;
        },
        { ...NODE, dir: copy, readOnly: true },
      );
    }
  });
});

test.each(["{", "null", '{"format":"other","version":1}', '{"format":"vidmem","version":99}', "\0\0\0"])(
  "a folder whose vidmem.json is %j is not touched",
  async (content) => {
    await withFolder(async (dir) => {
      await makeStore(dir);
      fs.writeFileSync(join(dir, "vidmem.json"), content);
      const before = namesIn(dir);
      for (const readOnly of [false, true]) {
        expect(await errorOf(openMemory({ dir, readOnly }))).toMatchObject({ code: "MEMORY_FORMAT" });
      }
      expect(namesIn(dir)).toEqual(before);
      expect(fs.readFileSync(join(dir, "vidmem.json"), "utf8")).toBe(content);
    });
  },
);

test("a folder in the place of vidmem.json, and a file in the place of the folder, are told as such", async () => {
  await withFolder(async (dir) => {
    fs.mkdirSync(join(dir, "a", "vidmem.json"), { recursive: true });
    expect(await errorOf(openMemory({ dir: join(dir, "a") }))).toMatchObject({
      code: "MEMORY_IO",
      cause: { code: "EISDIR" },
    });
    fs.writeFileSync(join(dir, "b"), "");
    expect(await errorOf(openMemory({ dir: join(dir, "b") }))).toMatchObject({
      code: "MEMORY_IO",
      cause: { code: "ENOTDIR" },
    });
  });
});

test("a read-only disk opens for reading, and says why not for writing", async () => {
  const inner = memoryDisk();
  const { id } = await storesOn(inner)((store) => store.save("tea"));
  const disk = readOnlyDisk(inner);
  expect(await errorOf(openMemory({ dir: "/store", disk }))).toMatchObject({
    code: "FRAMES_IO",
    cause: { code: "EROFS" },
  });
  await withStore(
    async (store) => {
      expect(await store.get(id)).toMatchObject({ content: "tea" });
      expect((await store.search("tea")).hits).toHaveLength(1);
      expect(await violationsOf(store)).toEqual([]);
    },
    { disk, readOnly: true },
  );
});

test("a disk that fills up while the store is made lets the lock go and leaves no half store", async () => {
  const inner = memoryDisk();
  const disk = wrapDisk(inner);
  disk.onStep = (step, path) => {
    if (step === "write" && path.includes("vidmem.json")) throw systemError("ENOSPC");
  };
  expect(await errorOf(openMemory({ dir: "/store", disk }))).toMatchObject({ code: "MEMORY_IO" });
  await withStore((store) => store.save("tea"), { disk: inner });
});

test("a second process is refused with the pid of the first, and reads beside it", async () => {
  await withFolder(async (dir) => {
    const child = startChild(new URL("../crash/save-until-killed.ts", import.meta.url), [dir, "word"]);
    try {
      await child.waitForLines(20);
      const error = await errorOf(openMemory({ dir }));
      expect(error).toMatchObject({ code: "FRAMES_LOCKED" });
      for (let round = 0; round < 5; round++) {
        const acknowledged = child.lines.length;
        await withStore(
          async (reader) => {
            const { memories } = reader.stats();
            expect(memories).toBeGreaterThanOrEqual(acknowledged);
            expect(await toArray(reader.stream())).toHaveLength(memories);
            expect(await violationsOf(reader)).toEqual([]);
          },
          { ...NODE, dir, readOnly: true },
        );
      }
    } finally {
      child.kill();
      expect(await child.ended).toBeNull();
    }
    await withStore((store) => store.save("after"), { ...NODE, dir });
  });
});
