import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Disk } from "../../../src/index.ts";
import { memoryDisk, nodeDisk } from "../../../src/index.ts";
import { restoreFrames } from "../../../src/upkeep/restore.ts";
import { violationsOf, withFolder } from "../../support/stores.ts";
import { allFrames, appendAll, filesBelow, flipByte, openSmall, secret } from "../../support/upkeep.ts";

const frames = (from: number, to: number): { content: Uint8Array }[] =>
  Array.from({ length: to - from }, (_, n) => ({ content: secret(from + n) }));

async function onBothDisks(use: (disk: Disk, root: string) => Promise<void>): Promise<void> {
  await use(memoryDisk(), "/");
  await withFolder((dir) => use(nodeDisk(), dir));
}

describe("backup and restore", () => {
  test("the store's own folder is no place for a backup", async () => {
    await onBothDisks(async (disk, root) => {
      const dir = join(root, "store");
      const log = await openSmall(disk, { dir });
      await appendAll(log, frames(0, 5));
      for (const target of ["backup", "shards/backup", "..backup"])
        await expect(log.backup(join(dir, target))).rejects.toThrow(/outside of the store/);
      await expect(log.backup(dir)).rejects.toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
      await log.backup(join(root, "store2"));
      await log.backup(join(root, "..store"));
      expect(await violationsOf(log)).toEqual([]);
      await log.close();
    });
  });

  test("a backup taken while frames arrive is the store as it was when it began", async () => {
    await onBothDisks(async (disk, root) => {
      const dir = join(root, "store");
      const log = await openSmall(disk, { dir });
      await appendAll(log, frames(0, 80));
      await log.background.idle();
      await appendAll(log, frames(80, 90));
      const backup = log.backup(join(root, "backup"));
      const during = appendAll(log, frames(90, 150));
      const { segments, linked, bytes } = await backup;
      await during;
      expect(linked).toBeGreaterThan(0);
      expect(segments).toBeGreaterThanOrEqual(linked);
      expect(bytes).toBeGreaterThan(0);
      const restored = await restoreFrames(join(root, "backup"), join(root, "copy"), { disk });
      expect(restored).toMatchObject({ segments, linked: 0 });
      for (const name of ["backup", "copy"]) {
        const copy = await openSmall(disk, { dir: join(root, name), readOnly: name === "backup" });
        const found = await allFrames(copy);
        expect(found.map(({ content }) => Buffer.from(content))).toEqual(
          frames(0, 90).map(({ content }) => Buffer.from(content)),
        );
        expect(await violationsOf(copy)).toEqual([]);
        await copy.close();
      }
      expect((await allFrames(log)).length).toBe(150);
      await log.close();
      expect(await disk.stat(`${join(root, "backup")}.partial`)).toBeUndefined();
    });
  });

  test("what happens to the store later does not reach the backup", async () => {
    await withFolder(async (root) => {
      const disk = nodeDisk();
      const log = await openSmall(disk, { dir: join(root, "store") });
      const [first] = frames(0, 100).map((frame) => log.append(frame));
      await log.flush();
      await log.backup(join(root, "backup"));
      await appendAll(log, frames(100, 110));
      await log.erase(first!.id);
      await log.compact({ retentionMs: 0 });
      await log.close();
      const copy = await openSmall(disk, { dir: join(root, "backup"), readOnly: true });
      expect((await copy.readAt(1))?.content).toEqual(secret(0));
      expect((await allFrames(copy)).length).toBe(100);
      await copy.close();
    });
  });

  test("files are copied where links cannot be made", async () => {
    const inner = memoryDisk();
    const disk: Disk = {
      ...inner,
      link: async () => {
        throw Object.assign(new Error("EXDEV"), { code: "EXDEV" });
      },
    };
    const log = await openSmall(disk);
    await appendAll(log, frames(0, 50));
    await log.background.idle();
    const { linked, segments } = await log.backup("/backup");
    expect([linked, segments > 0]).toEqual([0, true]);
    await log.close();
    const copy = await openSmall(disk, { dir: "/backup" });
    expect((await allFrames(copy)).length).toBe(50);
    await copy.close();
  });

  test("targets with anything in them are refused; what an interrupted backup left is not", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk);
    await appendAll(log, frames(0, 20));
    await disk.mkdir("/full");
    await disk.mkdir("/full/x");
    await expect(log.backup("/full")).rejects.toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
    await expect(log.backup("/s")).rejects.toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
    await expect(log.backup("")).rejects.toThrow(TypeError);
    await disk.mkdir("/empty");
    await disk.mkdir("/empty.partial");
    await disk.mkdir("/empty.partial/shards");
    await (await disk.open("/empty.partial/shards/half", "create")).close();
    await log.backup("/empty");
    expect((await filesBelow(disk, "/empty")).every((path) => path.endsWith(".frames"))).toBe(true);
    await disk.mkdir("/b.partial");
    await disk.mkdir("/b.partial/mine");
    await expect(log.backup("/b")).rejects.toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
    await log.close();
  });

  test("a damaged or incomplete backup is not restored", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk);
    await appendAll(log, frames(0, 120));
    await log.background.idle();
    await log.backup("/backup");
    await log.close();
    await expect(restoreFrames("/nothing", "/copy", { disk })).rejects.toMatchObject({ code: "FRAMES_NOT_FOUND" });
    const [path] = await filesBelow(disk, "/backup");
    await flipByte(disk, path!, 200);
    await expect(restoreFrames("/backup", "/copy", { disk })).rejects.toMatchObject({ code: "FRAMES_CORRUPT" });
    expect(await disk.stat("/copy")).toBeUndefined();
    await disk.remove(path!);
    await expect(restoreFrames("/backup", "/copy", { disk })).rejects.toMatchObject({ code: "FRAMES_CORRUPT" });
  });
});

describe("companions", () => {
  test("files beside the frames come along in both directions, and missing ones are no error", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk, { dir: "/s" });
    await appendAll(log, frames(0, 3));
    const file = await disk.open("/s/about.json", "create");
    await file.write(new TextEncoder().encode("{}"), 0);
    await file.close();
    const companions = ["about.json", "missing.json"];
    await log.backup("/b", { companions });
    await restoreFrames("/b", "/r", { disk, companions });
    for (const dir of ["/b", "/r"]) {
      expect((await disk.readdir(dir)).map(({ name }) => name).toSorted()).toEqual(["about.json", "shards"]);
    }
    await restoreFrames("/b", "/bare", { disk });
    expect((await disk.readdir("/bare")).map(({ name }) => name)).toEqual(["shards"]);
    await log.close();
  });

  test("an interrupted copy with companions is taken up again", async () => {
    const disk = memoryDisk();
    const log = await openSmall(disk, { dir: "/s" });
    await appendAll(log, frames(0, 3));
    await disk.mkdir("/b.partial");
    await (await disk.open("/b.partial/about.json", "create")).close();
    await expect(log.backup("/b")).rejects.toMatchObject({ code: "FRAMES_TARGET_NOT_EMPTY" });
    await log.backup("/b", { companions: ["about.json"] });
    expect((await disk.readdir("/b")).map(({ name }) => name)).toEqual(["shards"]);
    await log.close();
  });

  test.each(["", ".", "..", "shards", "a/b", "a\\b", "a\0b", 5])("%j is no name", async (name) => {
    const log = await openSmall(memoryDisk(), { dir: "/s" });
    await expect(log.backup("/b", { companions: [name as string] })).rejects.toThrow(TypeError);
    await log.close();
  });
});
