import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { isStoreFileDamage, readStoreFile, setStoreFileAside, writeStoreFile } from "../../src/store-file.ts";
import { bytesOf, errorOf, NOW } from "../support/stores.ts";
import { systemError, wrapDisk } from "../support/wrapped-disk.ts";

async function diskWith(content?: string): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/s");
  if (content === undefined) return disk;
  const file = await disk.open("/s/vidmem.json", "create");
  await file.write(bytesOf(content), 0);
  await file.close();
  return disk;
}

test("a folder without the file gives undefined", async () => {
  expect(await readStoreFile(await diskWith(), "/s")).toBeUndefined();
});

test("what was written is read back", async () => {
  const disk = await diskWith();
  const written = await writeStoreFile(disk, "/s", NOW);
  expect(written).toEqual({ format: "vidmem", version: 1, createdAt: "2026-11-21T00:00:00.000Z" });
  expect(await readStoreFile(disk, "/s")).toEqual(written);
  expect((await disk.readdir("/s")).map(({ name }) => name)).toEqual(["vidmem.json"]);
});

test("unknown fields of the same version are no obstacle", async () => {
  const disk = await diskWith('\ufeff{"format":"vidmem","version":1,"createdAt":"x","colour":"blue"}');
  expect(await readStoreFile(disk, "/s")).toMatchObject({ version: 1 });
});

test.each([
  ["nothing", ""],
  ["half of it", '{"format":"vidmem","ver'],
  ["binary garbage", "\u0000\u0001\u0002"],
  ["null", "null"],
  ["a list", "[]"],
  ["another program's file", '{"format":"sqlite","version":1}'],
  ["no version", '{"format":"vidmem"}'],
  ["a version that is no number", '{"format":"vidmem","version":"1"}'],
  ["a version that never was", '{"format":"vidmem","version":0}'],
  ["a newer version", '{"format":"vidmem","version":2}'],
  ["megabytes", `{"format":"vidmem","version":1,"x":"${"x".repeat(100_000)}"}`],
])("%s is refused as MEMORY_FORMAT with the path", async (_, content) => {
  const error = await errorOf(readStoreFile(await diskWith(content), "/s"));
  expect(error).toMatchObject({ code: "MEMORY_FORMAT", details: { path: "/s/vidmem.json" } });
});

test("a disk that cannot read gives MEMORY_IO with the cause", async () => {
  const disk = wrapDisk(await diskWith("{}"));
  disk.onStep = (step) => {
    if (step === "read") throw systemError("EIO");
  };
  expect(await errorOf(readStoreFile(disk, "/s"))).toMatchObject({ code: "MEMORY_IO", cause: { code: "EIO" } });
});

test.each(["create", "write", "sync", "rename"] as const)("a failure at %s leaves nothing behind", async (failing) => {
  const inner = await diskWith();
  const disk = wrapDisk(inner);
  disk.onStep = (step) => {
    if (step === failing) throw systemError("ENOSPC");
  };
  expect(await errorOf(writeStoreFile(disk, "/s", NOW))).toMatchObject({ code: "MEMORY_IO" });
  expect(await inner.readdir("/s")).toEqual([]);
});

test("a short write is a failure, not a damaged file", async () => {
  const inner = await diskWith();
  const disk = wrapDisk(inner);
  disk.onStep = (step) => (step === "write" ? 10 : undefined);
  expect(await errorOf(writeStoreFile(disk, "/s", NOW))).toMatchObject({ code: "MEMORY_IO" });
  expect(await inner.readdir("/s")).toEqual([]);
});

test("only a file that is no JSON counts as damaged, and setting it aside keeps its bytes", async () => {
  const damaged = await errorOf(readStoreFile(await diskWith("{"), "/s"));
  const newer = await errorOf(readStoreFile(await diskWith('{"format":"vidmem","version":2}'), "/s"));
  expect([damaged, newer, new SyntaxError("x")].map(isStoreFileDamage)).toEqual([true, false, false]);
  const disk = await diskWith("{");
  const aside = await setStoreFileAside("/s", { disk });
  expect(aside).toMatch(/^\/s\/vidmem\.json\.damaged-[0-9a-f]{8}$/);
  expect((await disk.readdir("/s")).map(({ name }) => `/s/${name}`)).toEqual([aside]);
  expect(await errorOf(setStoreFileAside("/s", { disk }))).toMatchObject({ code: "MEMORY_IO" });
});
