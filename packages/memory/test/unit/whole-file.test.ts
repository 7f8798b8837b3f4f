import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { readPart, writeWholeFile } from "../../src/whole-file.ts";
import { bytesOf, errorOf } from "../support/stores.ts";
import { wrapDisk } from "../support/wrapped-disk.ts";

test("the first or the last bytes of a file are read, and undefined without one", async () => {
  const disk = memoryDisk();
  await writeWholeFile(disk, "/f", bytesOf("0123456789"));
  expect(await readPart(disk, "/f", { from: "start", maxBytes: 4 })).toBe("0123");
  expect(await readPart(disk, "/f", { from: "end", maxBytes: 4 })).toBe("6789");
  expect(await readPart(disk, "/f", { from: "end", maxBytes: 40 })).toBe("0123456789");
  expect(await readPart(disk, "/none", { from: "end", maxBytes: 4 })).toBeUndefined();
});

test("a write that the disk cuts short leaves the old file and no other", async () => {
  const disk = wrapDisk(memoryDisk());
  await writeWholeFile(disk, "/f", bytesOf("old"));
  disk.onStep = (step) => (step === "write" ? 1 : undefined);
  expect((await errorOf(writeWholeFile(disk, "/f", bytesOf("new")))).message).toContain("Short write");
  expect(await readPart(disk, "/f", { from: "start", maxBytes: 9 })).toBe("old");
  expect(await disk.readdir("/")).toHaveLength(1);
});
