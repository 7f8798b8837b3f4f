import { describe, expect, test } from "vitest";
import type { DiskFile } from "../../../src/index.ts";
import { crashDisk, KEEP_ALL, KEEP_NOTHING } from "../../../src/testing/index.ts";
import type { CrashDisk } from "../../../src/testing/index.ts";
import { bytesOf, readWhole } from "../../support/stores.ts";

const SEEDS = Array.from({ length: 200 }, (_, at) => at + 2);

/** A disk with one durable, empty file in a durable folder. */
async function diskWithFile(options?: Parameters<typeof crashDisk>[0]): Promise<[CrashDisk, DiskFile]> {
  const disk = crashDisk(options);
  await disk.mkdir("/d");
  const file = await disk.open("/d/f", "create");
  await disk.syncDir("/");
  await disk.syncDir("/d");
  return [disk, file];
}

async function textAfter(disk: CrashDisk, seed: number, path = "/d/f"): Promise<string> {
  const next = disk.crash(seed);
  return Buffer.from(await readWhole(next, path)).toString("latin1");
}

/** Everything that the adversaries leave, each once. */
async function outcomes(disk: CrashDisk, look: (survivor: CrashDisk) => Promise<string>): Promise<string[]> {
  const found = new Set<string>();
  for (const seed of SEEDS) found.add(await look(disk.crash(seed)));
  return [...found].toSorted();
}

async function namesOf(disk: CrashDisk): Promise<string> {
  const names = (await disk.readdir("/d")).map(({ name }) => name);
  return names.toSorted().join();
}

describe("contents", () => {
  test("a write is seen at once, and survives only after a sync", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(bytesOf("abc"), 0);
    expect(Buffer.from(await readWhole(disk, "/d/f")).toString()).toBe("abc");
    expect(await textAfter(disk, KEEP_NOTHING)).toBe("");
    expect(await textAfter(disk, KEEP_ALL)).toBe("abc");
  });

  test("a synced write survives every adversary", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(bytesOf("abc"), 0);
    await file.datasync();
    expect(await outcomes(disk, async (next) => Buffer.from(await readWhole(next, "/d/f")).toString())).toEqual([
      "abc",
    ]);
  });

  test("the bytes are copied: changing a buffer later changes nothing", async () => {
    const [disk, file] = await diskWithFile({ record: true });
    const buffer = Buffer.from("abc");
    await file.write(buffer, 0);
    buffer.fill(0);
    expect(disk.recording().events).toContainEqual(
      expect.objectContaining({
        operation: { type: "write", inode: 2, position: 0, bytes: bytesOf("abc"), writeThrough: false },
      }),
    );
  });

  test("a pending write is torn at sectors, in any combination, and its size may have grown over a hole", async () => {
    const [disk, file] = await diskWithFile({ sectorBytes: 512 });
    await file.write(bytesOf("a".repeat(512) + "b".repeat(512) + "c".repeat(512)), 0);
    const found = await outcomes(disk, async (next) => {
      const text = Buffer.from(await readWhole(next, "/d/f")).toString("latin1");
      return Array.from({ length: text.length / 512 }, (_, at) => new Set(text.slice(at * 512, at * 512 + 512)))
        .map((sector) => [...sector].join("").replace("\0", "0"))
        .join("");
    });
    expect(found).toEqual(["", "000", "00c", "0b0", "0bc", "a00", "a0c", "ab0", "abc"]);
  });

  test("with sectors of 4096 bytes they survive or vanish together", async () => {
    const [disk, file] = await diskWithFile({ sectorBytes: 4096 });
    await file.write(new Uint8Array(4096).fill(65), 0);
    await file.write(new Uint8Array(2048).fill(66), 1024);
    const found = await outcomes(disk, async (next) => {
      const text = Buffer.from(await readWhole(next, "/d/f")).toString("latin1");
      return text.replaceAll(/(.)\1*/gsu, "$1").replaceAll("\0", "0");
    });
    expect(found).toEqual(["", "0", "A", "ABA"]);
  });

  test("a write-through write is durable when it resolves, with its size, and drags nothing else along", async () => {
    const [disk, file] = await diskWithFile();
    const through = await disk.open("/d/f", "write", { writeThrough: true });
    await file.write(new Uint8Array(512).fill(65), 0);
    await through.write(new Uint8Array(512).fill(66), 512);
    const text = await textAfter(disk, KEEP_NOTHING);
    expect(text).toBe("\0".repeat(512) + "B".repeat(512));
  });

  test("a write-through write under way may be torn", async () => {
    const [disk] = await diskWithFile();
    const through = await disk.open("/d/f", "write", { writeThrough: true });
    disk.setFaults({ stopAtStep: disk.steps + 1 });
    await expect(through.write(new Uint8Array(1024).fill(66), 0)).rejects.toMatchObject({ code: "EIO" });
    const found = await outcomes(disk, async (next) => {
      const bytes = await readWhole(next, "/d/f");
      return `${bytes[0] ?? "-"} ${bytes[512] ?? "-"}`;
    });
    expect(found).toEqual(["- -", "0 0", "0 66", "66 0", "66 66"]);
  });

  test("a truncation is pending until a sync, and what it cut never comes back afterwards", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(new Uint8Array(1000).fill(65), 0);
    await file.sync();
    await file.truncate(10);
    await file.truncate(2000);
    const lengths = await outcomes(disk, async (next) => {
      const text = Buffer.from(await readWhole(next, "/d/f")).toString("latin1");
      return `${text.length}:${text.replaceAll("\0", "").length}`;
    });
    expect(lengths).toEqual(["1000:1000", "10:10", "2000:10"]);
    const again = crashDisk();
    expect(again.steps).toBe(0);
  });

  test("a sync does not cover a write that began after it", async () => {
    const disk = crashDisk({ latency: (operation) => (operation.type === "sync" ? 3 : 0) });
    const file = await disk.open("/f", "create");
    await disk.syncDir("/");
    await file.write(bytesOf("early"), 0);
    const sync = file.datasync();
    await file.write(bytesOf("late"), 512);
    await sync;
    expect(await textAfter(disk, KEEP_NOTHING, "/f")).toBe("early");
  });
});

describe("names", () => {
  test("a new file is lost without its folder's sync, even when its data are durable", async () => {
    const [disk] = await diskWithFile();
    const file = await disk.open("/d/g", "create");
    await file.write(bytesOf("abc"), 0);
    await file.sync();
    expect(await namesOf(disk.crash(KEEP_NOTHING))).toBe("f");
    expect(await outcomes(disk, namesOf)).toEqual(["f", "f,g"]);
  });

  test("a rename is whole or not there", async () => {
    const [disk] = await diskWithFile();
    await disk.rename("/d/f", "/d/g");
    expect(await outcomes(disk, namesOf)).toEqual(["f", "g"]);
  });

  test("pending names survive in any combination", async () => {
    const [disk] = await diskWithFile();
    await disk.link("/d/f", "/d/g");
    await disk.remove("/d/f");
    expect(await outcomes(disk, namesOf)).toEqual(["", "f", "f,g", "g"]);
  });

  test("a rename across folders needs the sync of both", async () => {
    const [disk] = await diskWithFile();
    await disk.mkdir("/e");
    await disk.syncDir("/");
    await disk.rename("/d/f", "/e/f");
    await disk.syncDir("/e");
    expect(await namesOf(disk.crash(KEEP_NOTHING))).toBe("f");
    const [other] = await diskWithFile();
    await other.mkdir("/e");
    await other.rename("/d/f", "/e/f");
    for (const path of ["/", "/d", "/e"]) await other.syncDir(path);
    expect(await namesOf(other.crash(KEEP_NOTHING))).toBe("");
  });

  test("a name overwritten by a rename keeps the old file or gets the new one", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(bytesOf("old"), 0);
    await file.sync();
    const next = await disk.open("/d/tmp", "create");
    await next.write(bytesOf("new"), 0);
    await next.sync();
    await disk.rename("/d/tmp", "/d/f");
    const found = await outcomes(disk, async (survivor) => Buffer.from(await readWhole(survivor, "/d/f")).toString());
    expect(found).toEqual(["new", "old"]);
    await expect(disk.stat("/d/f")).rejects.toMatchObject({ code: "EIO" }); // the power is off
  });

  test("a folder moves with all that is durable in it, whole or not at all", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(bytesOf("abc"), 0);
    await file.sync();
    await disk.rename("/d", "/e");
    expect(await disk.readdir("/e")).toEqual([{ name: "f", type: "file" }]);
    expect(await disk.stat("/d")).toBeUndefined();
    await (await disk.open("/e/g", "create")).close();
    await disk.syncDir("/e");
    const found = await outcomes(disk, async (next) => {
      const folders = await next.readdir("/");
      const names = await Promise.all(folders.map(({ name }) => next.readdir(`/${name}`)));
      return folders.map(({ name }, at) => `${name}: ${names[at]?.map((entry) => entry.name).join()}`).join();
    });
    expect(found).toEqual(["d: f,g", "e: f,g"]);
    const other = crashDisk();
    for (const path of ["/a", "/b", "/b/c"]) await other.mkdir(path);
    await expect(other.rename("/a", "/b")).rejects.toMatchObject({ code: "ENOTEMPTY" });
  });

  test("a folder that was not synced takes everything in it along", async () => {
    const disk = crashDisk();
    await disk.mkdir("/d");
    await (await disk.open("/d/f", "create")).close();
    await disk.syncDir("/d");
    expect(await disk.crash(KEEP_NOTHING).readdir("/")).toEqual([]);
  });
});

describe("faults", () => {
  test("a failed sync loses the data for good, while reads show them and the next sync succeeds", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(bytesOf("lost"), 0);
    disk.setFaults({ failSync: "once" });
    await expect(file.datasync()).rejects.toMatchObject({ code: "EIO" });
    await file.datasync();
    expect(Buffer.from(await readWhole(disk, "/d/f")).toString()).toBe("lost");
    expect(await textAfter(disk, KEEP_ALL)).toBe("\0\0\0\0");
  });

  test("syncs of all kinds can fail always", async () => {
    const [disk, file] = await diskWithFile();
    disk.setFaults({ failSync: "always" });
    const through = await disk.open("/d/f", "write", { writeThrough: true });
    for (const call of [
      () => file.sync(),
      () => file.datasync(),
      () => disk.syncDir("/d"),
      () => through.write(bytesOf("x"), 0),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "EIO" });
      await expect(call()).rejects.toMatchObject({ code: "EIO" });
    }
  });

  test("a full disk writes short, then fails with ENOSPC", async () => {
    const [disk, file] = await diskWithFile();
    disk.setFaults({ capacityBytes: 5 });
    expect(await file.write(bytesOf("abc"), 0)).toBe(3);
    expect(await file.write(bytesOf("def"), 3)).toBe(2);
    await expect(file.write(bytesOf("ghi"), 5)).rejects.toMatchObject({ code: "ENOSPC" });
    expect(Buffer.from(await readWhole(disk, "/d/f")).toString()).toBe("abcde");
  });

  test("a read-only disk refuses every change and reads on", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(bytesOf("abc"), 0);
    disk.setFaults({ isReadOnly: true });
    for (const call of [
      () => file.write(bytesOf("x"), 0),
      () => file.truncate(0),
      () => disk.open("/d/g", "create"),
      () => disk.mkdir("/e"),
      () => disk.rename("/d/f", "/d/g"),
      () => disk.remove("/d/f"),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: "EROFS" });
    }
    expect(Buffer.from(await readWhole(disk, "/d/f")).toString()).toBe("abc");
  });

  test("the power fails at a step, and nothing works afterwards", async () => {
    const disk = crashDisk({ stopAtStep: 2 });
    await disk.mkdir("/d");
    await expect(disk.mkdir("/e")).rejects.toMatchObject({ code: "EIO" });
    expect(disk.isOff).toBe(true);
    await expect(disk.readdir("/")).rejects.toMatchObject({ code: "EIO" });
    await expect(disk.open("/f", "create")).rejects.toMatchObject({ code: "EIO" });
    expect(disk.steps).toBe(2);
  });

  test("a lock dies with the power", async () => {
    const disk = crashDisk();
    await disk.lock("/LOCK");
    await expect(disk.lock("/LOCK")).rejects.toMatchObject({ code: "FRAMES_LOCKED" });
    const next = disk.crash(KEEP_ALL);
    await (await next.lock("/LOCK")).release();
  });

  test("the same seed leaves the same image", async () => {
    const [disk, file] = await diskWithFile();
    await file.write(new Uint8Array(8192).fill(65), 0);
    for (const seed of SEEDS.slice(0, 20)) {
      expect(await textAfter(disk, seed)).toBe(await textAfter(disk, seed));
    }
  });
});
