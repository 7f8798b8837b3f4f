import { beforeEach, expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { rowsName, type RowsName } from "../../../src/store/names.ts";
import { closeRowFiles } from "../../../src/store/row-files.ts";
import { createSpareSegments, type SpareSegments } from "../../../src/store/spare-segments.ts";
import { namesIn, readWhole } from "../../support/stores.ts";
import { systemError, wrapDisk, type WrappedDisk } from "../../support/wrapped-disk.ts";

const DIR = "/s";
const ROW_BYTES = 4096;
let disk: WrappedDisk;
let spares: SpareSegments;

beforeEach(async () => {
  disk = wrapDisk(memoryDisk());
  await disk.mkdir(DIR);
  spares = createSpareSegments({ disk, dir: DIR, rowBytes: ROW_BYTES, writeThrough: true });
});

function name(number: number, month = "2026/11"): RowsName {
  return rowsName(month, number, "0123456789abcdef");
}

async function takeAndClose(wanted: RowsName): Promise<void> {
  await closeRowFiles(await spares.take(wanted));
}

test("what was prepared is taken: nothing more is made, and it is there in full", async () => {
  spares.prepare(name(1), "zeros");
  const files = await spares.take(name(1));
  expect(files).toMatchObject({ sizeBytes: ROW_BYTES, zeros: undefined });
  await closeRowFiles(files);
  expect([disk.counts.create, spares.syncs, disk.openFiles.size]).toEqual([1, 1, 0]);
  expect(await readWhole(disk, `${DIR}/${name(1).file}`)).toEqual(new Uint8Array(ROW_BYTES));
});

test("whoever waits gets a file with a hole, which costs no zeros", async () => {
  const files = await spares.take(name(1));
  expect(files.zeros).toBeDefined();
  expect(disk.counts.write).toBe(0);
  await closeRowFiles(files);
});

test("one is prepared at a time; another segment's turn leaves it where it is", async () => {
  spares.prepare(name(2), "zeros");
  spares.prepare(name(3), "zeros");
  await takeAndClose(name(1));
  await takeAndClose(name(2));
  expect(await namesIn(disk, DIR)).toHaveLength(2);
  await spares.close();
  expect(disk.openFiles.size).toBe(0);
});

test("in a new month the spare of the old one goes", async () => {
  spares.prepare(name(2), "zeros");
  await takeAndClose(name(2, "2026/12"));
  expect(await namesIn(disk, DIR)).toEqual([]);
  expect(await namesIn(disk, DIR, "shards/2026/12")).toHaveLength(1);
  expect(disk.openFiles.size).toBe(0);
});

test("a spare that failed in the old month is no failure of the new one", async () => {
  disk.onStep = (step) => {
    if (step === "sync") throw systemError("ENOSPC");
  };
  spares.prepare(name(2), "zeros");
  await new Promise(setImmediate);
  disk.onStep = () => undefined;
  await takeAndClose(name(2, "2026/12"));
  expect(await namesIn(disk, DIR, "shards/2026/12")).toHaveLength(1);
  expect(disk.openFiles.size).toBe(0);
});

test("that making one failed is told to whoever takes it, and the next try is a new one", async () => {
  disk.onStep = (step) => {
    if (step === "sync") throw systemError("ENOSPC");
  };
  spares.prepare(name(1), "zeros");
  await expect(spares.take(name(1))).rejects.toMatchObject({ code: "ENOSPC" });
  expect(disk.openFiles.size).toBe(0);
  disk.onStep = () => undefined;
  await disk.remove(`${DIR}/${name(1).file}`);
  await takeAndClose(name(1));
});

test("closing removes what was not taken, also while it is being made; that it cannot is no failure", async () => {
  spares.prepare(name(1), "zeros");
  await spares.close();
  expect([await namesIn(disk, DIR), disk.openFiles.size]).toEqual([[], 0]);
  disk.onStep = (step) => {
    if (step === "remove") throw systemError("EIO");
  };
  spares.prepare(name(2), "zeros");
  await spares.close();
  expect(disk.openFiles.size).toBe(0);
  await spares.close();
});
