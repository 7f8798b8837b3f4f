import { tmpdir } from "node:os";
import { join } from "node:path";
import fs from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { memoryDisk, nodeDisk } from "../../../src/index.ts";
import type { Disk } from "../../../src/index.ts";

const real = fs.mkdtempSync(join(tmpdir(), "vidmem-disk-"));
afterAll(() => fs.rmSync(real, { recursive: true, force: true }));

async function memoryFolder(): Promise<[Disk, string]> {
  const disk = memoryDisk();
  await disk.mkdir("/store");
  return [disk, "/store"];
}

describe.each([
  ["node disk", async (): Promise<[Disk, string]> => [nodeDisk(), fs.mkdtempSync(join(real, "d-"))]],
  ["memory disk", memoryFolder],
])("%s", (_name, open) => {
  test("reads what was written, also past the end and after truncation", async () => {
    const [disk, dir] = await open();
    const file = await disk.open(join(dir, "f"), "create");
    expect(await file.write(new Uint8Array([1, 2, 3, 4]), 2)).toBe(4);
    const into = new Uint8Array(10);
    expect(await file.read(into, 0)).toBe(6);
    expect([...into]).toEqual([0, 0, 1, 2, 3, 4, 0, 0, 0, 0]);
    await file.truncate(3);
    await file.write(new Uint8Array([9]), 4);
    expect(await file.read(into, 0)).toBe(5);
    expect([...into.subarray(0, 5)]).toEqual([0, 0, 1, 0, 9]);
    expect(await file.read(into, 100)).toBe(0);
    expect(file.readSync(into.fill(0), 2)).toBe(3);
    expect([...into]).toEqual([1, 0, 9, 0, 0, 0, 0, 0, 0, 0]);
    expect(await file.size()).toBe(5);
    await file.datasync();
    await file.sync();
    await file.close();
    await file.close();
  });

  test("lists, renames, removes and stats", async () => {
    const [disk, dir] = await open();
    expect(await disk.mkdir(join(dir, "sub"))).toBe(true);
    expect(await disk.mkdir(join(dir, "sub"))).toBe(false);
    await (await disk.open(join(dir, "a"), "create")).close();
    await disk.rename(join(dir, "a"), join(dir, "sub", "b"));
    expect(await disk.readdir(dir)).toEqual([{ name: "sub", type: "directory" }]);
    expect(await disk.readdir(join(dir, "sub"))).toEqual([{ name: "b", type: "file" }]);
    expect(await disk.stat(join(dir, "sub", "b"))).toEqual({ type: "file", sizeBytes: 0 });
    await disk.remove(join(dir, "sub", "b"));
    expect(await disk.stat(join(dir, "sub", "b"))).toBeUndefined();
    await disk.syncDir(dir);
  });

  test("moves a folder with what is in it, to where there is nothing or an empty folder", async () => {
    const [disk, dir] = await open();
    for (const name of ["a", "a/b", "empty", "full", "full/x"]) await disk.mkdir(join(dir, name));
    await (await disk.open(join(dir, "a", "b", "f"), "create")).close();
    await (await disk.open(join(dir, "file"), "create")).close();
    await expect(disk.rename(join(dir, "a"), join(dir, "full"))).rejects.toMatchObject({ code: "ENOTEMPTY" });
    await expect(disk.rename(join(dir, "a"), join(dir, "file"))).rejects.toMatchObject({ code: "ENOTDIR" });
    await disk.rename(join(dir, "a"), join(dir, "empty"));
    expect(await disk.stat(join(dir, "a"))).toBeUndefined();
    expect(await disk.stat(join(dir, "empty", "b", "f"))).toEqual({ type: "file", sizeBytes: 0 });
    await disk.rename(join(dir, "empty"), join(dir, "new"));
    expect(await disk.readdir(join(dir, "new", "b"))).toEqual([{ name: "f", type: "file" }]);
  });

  test("writes through, and gives a file a second name", async () => {
    const [disk, dir] = await open();
    const file = await disk.open(join(dir, "f"), "create", { writeThrough: true });
    expect(await file.write(new Uint8Array([1, 2]), 0)).toBe(2);
    await disk.link(join(dir, "f"), join(dir, "g"));
    await disk.remove(join(dir, "f"));
    expect(await (await disk.open(join(dir, "g"), "read")).size()).toBe(2);
    await expect(disk.link(join(dir, "g"), join(dir, "g"))).rejects.toMatchObject({ code: "EEXIST" });
    await file.close();
  });

  test("fails with system codes", async () => {
    const [disk, dir] = await open();
    await (await disk.open(join(dir, "a"), "create")).close();
    await expect(disk.open(join(dir, "a"), "create")).rejects.toMatchObject({ code: "EEXIST" });
    await expect(disk.open(join(dir, "b"), "read")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(disk.open(join(dir, "c", "d"), "create")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(disk.readdir(join(dir, "b"))).rejects.toMatchObject({ code: "ENOENT" });
    await expect(disk.remove(join(dir, "b"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("locks out a second holder in the same process until release", async () => {
    const [disk, dir] = await open();
    const lock = await disk.lock(join(dir, "LOCK"));
    await expect(disk.lock(join(dir, "LOCK"))).rejects.toMatchObject({
      code: "FRAMES_LOCKED",
      details: { pid: process.pid },
      message: expect.stringContaining(String(process.pid)) as string,
    });
    await lock.release();
    await lock.release();
    await (await disk.lock(join(dir, "LOCK"))).release();
  });
});
