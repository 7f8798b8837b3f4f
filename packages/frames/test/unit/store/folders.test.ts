import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { ensureFolder } from "../../../src/store/folders.ts";
import { wrapDisk } from "../../support/wrapped-disk.ts";

test("missing folders are made, and the parent of each is synced", async () => {
  const disk = wrapDisk(memoryDisk());
  const synced: string[] = [];
  disk.onStep = (step, path) => void (step === "syncDir" && synced.push(path));
  await ensureFolder(disk, "/a/b/c");
  expect(synced).toEqual(["/", "/a", "/a/b"]);
  await ensureFolder(disk, "/a/b/c");
  expect(synced).toHaveLength(3);
});

test("a file where a folder is needed fails", async () => {
  const disk = memoryDisk();
  await (await disk.open("/a", "create")).close();
  await expect(ensureFolder(disk, "/a/b")).rejects.toMatchObject({ code: "ENOTDIR" });
});
