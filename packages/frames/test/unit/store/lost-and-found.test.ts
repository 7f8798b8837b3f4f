import { expect, test } from "vitest";
import { copyToLostAndFound, moveToLostAndFound } from "../../../src/store/lost-and-found.ts";
import { DIR, diskWith } from "../../support/planted.ts";
import { MONTH, namesIn, readWhole } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const FILE = `${MONTH}/x.frames`;
const BYTES = Uint8Array.from({ length: 3_000_000 }, (_, at) => at >>> 4);

test("a range is copied whole and durable, under a name of its own each time", async () => {
  const disk = wrapDisk(await diskWith({ [FILE]: BYTES }));
  const source = await disk.open(`${DIR}/${FILE}`, "read");
  const range = { file: FILE, source, offset: 1000, sizeBytes: 2_500_000 };
  const first = await copyToLostAndFound(disk, DIR, range);
  const second = await copyToLostAndFound(disk, DIR, range);
  expect([first, second]).toEqual([
    "lost+found/2026-11-x.frames.at-1000.torn",
    "lost+found/2026-11-x.frames.at-1000.torn.2",
  ]);
  expect(Buffer.compare(await readWhole(disk, `${DIR}/${second}`), BYTES.subarray(1000, 2_501_000))).toBe(0);
  expect(disk.counts.sync).toBe(2);
  disk.onStep = (step) => {
    if (step === "sync") throw systemError("EIO");
  };
  await expect(copyToLostAndFound(disk, DIR, range)).rejects.toMatchObject({ code: "EIO" });
  expect(await namesIn(disk, DIR, "lost+found")).toHaveLength(2); // no half copy
});

test("a file is moved, never over another one, and both folders are synced", async () => {
  const disk = wrapDisk(await diskWith({ [FILE]: BYTES, "lost+found/2026-11-x.frames": new Uint8Array(1) }));
  const synced: string[] = [];
  disk.onStep = (step, path) => void (step === "syncDir" && synced.push(path));
  expect(await moveToLostAndFound(disk, DIR, FILE)).toBe("lost+found/2026-11-x.frames.2");
  expect(synced).toEqual([`${DIR}/lost+found`, `${DIR}/${MONTH}`]);
  expect(await namesIn(disk, DIR)).toEqual([]);
});
