import { expect, test } from "vitest";
import type { Disk } from "../../../src/disk/disk.ts";
import { createHistory } from "../../../src/store/history.ts";
import { removeTraces } from "../../../src/upkeep/traces.ts";
import { DIR, diskWith, rowsFile } from "../../support/planted.ts";

const ID = "0123456789abcdef";
const HOLDS_IT = rowsFile(2);
const HOLDS_NOTHING = rowsFile(3);
const FILES = { [HOLDS_IT]: Buffer.from(`0000${ID}`, "hex"), [HOLDS_NOTHING]: Buffer.from("nothing of it") };

test("files beside the history that hold the id are removed, others stay", async () => {
  const disk = await diskWith(FILES);
  expect(await removeFrom(disk)).toEqual([HOLDS_IT]);
  expect(await disk.stat(`${DIR}/${HOLDS_IT}`)).toBeUndefined();
  expect(await disk.stat(`${DIR}/${HOLDS_NOTHING}`)).toBeDefined();
});

test("a file that goes after the folder was listed, as a segment made ahead of need does, is no failure", async () => {
  const disk = await diskWith(FILES);
  const open: Disk["open"] = async (path, mode, options) => {
    if (path.endsWith(HOLDS_NOTHING)) await disk.remove(path);
    return disk.open(path, mode, options);
  };
  expect(await removeFrom({ ...disk, open })).toEqual([HOLDS_IT]);
});

test("any other failure to open is one", async () => {
  const failure = Object.assign(new Error("no permission"), { code: "EACCES" });
  const disk = await diskWith(FILES);
  await expect(removeFrom({ ...disk, open: () => Promise.reject(failure) })).rejects.toBe(failure);
});

function removeFrom(disk: Disk): Promise<readonly string[]> {
  return removeTraces({ disk, dir: DIR, history: createHistory([]) }, ID, []);
}
