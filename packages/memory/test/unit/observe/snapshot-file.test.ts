import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { readSnapshot, writeSnapshot, type Snapshot } from "../../../src/observe/snapshot-file.ts";
import { bytesOf, errorOf } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const SNAPSHOT: Snapshot = {
  at: 2,
  session: "s",
  openedAt: 1,
  state: "open",
  lastBackup: { at: 1, segments: 2, bytes: 3 },
  metrics: { vidmem_memories: 7 },
};

async function diskWith(text?: string): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/logs");
  if (text !== undefined) await (await disk.open("/logs/snapshot.json", "create")).write(bytesOf(text), 0);
  return disk;
}

test("what was written is read, and a newer one replaces it", async () => {
  const disk = await diskWith();
  await writeSnapshot(disk, "/logs", SNAPSHOT);
  await writeSnapshot(disk, "/logs", { ...SNAPSHOT, state: "closed", lastBackup: null });
  expect(await readSnapshot(disk, "/logs")).toEqual({ ...SNAPSHOT, state: "closed", lastBackup: null });
  expect((await disk.readdir("/logs")).map(({ name }) => name)).toEqual(["snapshot.json"]);
});

test("a replacement that fails leaves the old one whole", async () => {
  const inner = await diskWith();
  await writeSnapshot(inner, "/logs", SNAPSHOT);
  const disk = wrapDisk(inner);
  for (const failing of ["write", "sync", "rename"]) {
    disk.onStep = (step) => {
      if (step === failing) throw systemError("ENOSPC");
    };
    expect(await errorOf(writeSnapshot(disk, "/logs", { ...SNAPSHOT, at: 9 }))).toMatchObject({ code: "ENOSPC" });
    expect(await readSnapshot(inner, "/logs")).toEqual(SNAPSHOT);
  }
});

test.each(["", "{", "null", "[]", '{"format":"vidmem-snapshot","version":2}', '{"format":"x","version":1}'])(
  "%j is no snapshot, and no error",
  async (text) => {
    expect(await readSnapshot(await diskWith(text), "/logs")).toBeUndefined();
  },
);

test("fields that are not in their form are left out", async () => {
  const text = JSON.stringify({
    ...SNAPSHOT,
    format: "vidmem-snapshot",
    version: 1,
    lastBackup: {},
    metrics: { a: "b", c: 1 },
  });
  expect(await readSnapshot(await diskWith(text), "/logs")).toMatchObject({ lastBackup: null, metrics: { c: 1 } });
});
