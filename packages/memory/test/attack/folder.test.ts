/** Damaged, foreign and read-only folders, and more than one process. */
import fs from "node:fs";
import { dirname, join } from "node:path";
import { memoryDisk, openFrameLog, type RecoveryReport } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openMemory } from "../../src/index.ts";
import { toFrame } from "../../src/records/memory-frame.ts";
import { toRecord } from "../../src/records/record.ts";
import { startChild } from "../support/children.ts";
import { errorOf, NOW, storesOn, toArray, violationsOf, withFolder, withStore } from "../support/stores.ts";
import { readOnlyDisk, systemError, wrapDisk } from "../support/wrapped-disk.ts";

const NODE = { disk: undefined };

/** A real store of some memories; returns the path of its segment, below `dir`. */
async function makeStore(dir: string): Promise<string> {
  await withStore(
    async (store) => {
      // One at a time: frames that are committed together are lost together when the last of them is damaged.
      for (let n = 0; n < 20; n++) await store.save(`memory ${n} about tea`);
    },
    { ...NODE, dir },
  );
  const segments = [...namesIn(dir)].filter((name) => name.endsWith(".frames"));
  expect(segments).toHaveLength(1);
  return segments[0]!;
}

const namesIn = (dir: string): Set<string> => new Set(fs.readdirSync(dir, { recursive: true, encoding: "utf8" }));

test("a changed byte in the middle costs one memory, which is reported and kept aside", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    const bytes = fs.readFileSync(join(dir, segment));
    bytes[Math.floor(bytes.length / 2)]! ^= 0x40;
    fs.writeFileSync(join(dir, segment), bytes);
    const reports: RecoveryReport[] = [];
    for (let round = 0; round < 2; round++) {
      await withStore(
        async (store) => {
          expect(store.stats().memories).toBe(19);
          reports.push(store.recovery);
          expect((await store.search("tea", { limit: 100 })).hits).toHaveLength(19);
        },
        { ...NODE, dir },
      );
    }
    expect(reports[0]).toMatchObject({ clean: false, damagedCount: 1, damaged: [{ file: segment }] });
    const kept = [...namesIn(dir)].filter((name) => name.endsWith(".frames") && name.startsWith("lost+found"));
    expect(kept).toHaveLength(1);
  });
});

test("a frame that rots while the store is open is told with its file; opening again keeps the rest", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    const id = await withStore(
      async (store) => {
        for await (const memory of store.timeline()) if (memory.content === "memory 10 about tea") return memory.id;
        return "";
      },
      { ...NODE, dir, readOnly: true },
    );
    await withStore(
      async (store) => {
        const bytes = fs.readFileSync(join(dir, segment));
        bytes[bytes.indexOf("memory 10")]! ^= 1;
        fs.writeFileSync(join(dir, segment), bytes);
        const error = await errorOf(store.get(id));
        expect(error).toMatchObject({ code: "FRAMES_CORRUPT", details: { file: segment } });
        expect(error.message).not.toContain("about tea");
        expect((await violationsOf(store)).map(({ kind }) => kind)).toContain("damaged-frame");
      },
      { ...NODE, dir },
    );
    await withStore(async (store) => expect(store.stats().memories).toBe(19), { ...NODE, dir });
  });
});

test("damage in a sealed segment costs the memories of its part: the store opens, lists, exports and searches the rest", async () => {
  await withFolder(async (dir) => {
    const log = await openFrameLog({ dir, rowBytes: 4096 });
    for (let n = 0; n < 300; n++) {
      const frame = toFrame(toRecord({ content: `memory ${n} about tea` }, NOW + n), NOW + n);
      await log.append(frame).durable;
    }
    await log.background.idle();
    await log.close();
    const sizeOf = (name: string): number => fs.statSync(join(dir, name)).size;
    const segments = [...namesIn(dir)].filter((name) => name.endsWith(".frames") && !name.includes("rows-"));
    const largest = join(dir, segments.toSorted((a, b) => sizeOf(b) - sizeOf(a))[0]!);
    const bytes = fs.readFileSync(largest);
    bytes[Math.floor(bytes.length / 4)]! ^= 0x40;
    fs.writeFileSync(largest, bytes);
    for (const readOnly of [true, false]) {
      await withStore(
        async (store) => {
          const { memories } = store.stats();
          expect(memories).toBeGreaterThan(150);
          expect(memories).toBeLessThan(300);
          expect(await toArray(store.stream())).toHaveLength(memories);
          expect(await toArray(store.timeline())).toHaveLength(memories);
          expect((await store.search("tea", { limit: 1000 })).hits).toHaveLength(memories);
          expect(await violationsOf(store)).not.toEqual([]);
        },
        { ...NODE, dir, readOnly },
      );
    }
  });
});

test("a half-written end is cut, kept aside and reported once", async () => {
  await withFolder(async (dir) => {
    const segment = await makeStore(dir);
    fs.truncateSync(join(dir, segment), fs.statSync(join(dir, segment)).size - 7);
    await withStore(
      async (store) => {
        expect(store.stats().memories).toBe(19);
        expect(store.recovery.torn).toMatchObject({ file: segment });
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
    const folder = join(dir, dirname(segment));
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
    const segment = await makeStore(dir);
    const bytes = fs.readFileSync(join(dir, segment));
    let before = 0;
    for (let size = 0; size <= bytes.length; size += 37) {
      const copy = join(dir, `copy-${size}`);
      fs.mkdirSync(dirname(join(copy, segment)), { recursive: true });
      fs.writeFileSync(join(copy, segment), bytes.subarray(0, size));
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
            // The writer may be in the middle of a write.
            expect((await violationsOf(reader)).filter(({ kind }) => kind !== "torn-tail")).toEqual([]);
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
