import { memoryDisk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { vectorFolder } from "../../../../src/vectors/stored/folder.ts";
import { DIR, filesOf, flipBit, patchFile } from "../../../support/stored-vectors.ts";

const manifest = { model: "m", dimensions: 2, segments: [{ number: 7, rows: 1, dead: 1, deadFile: 9 }] };

async function madeFolder() {
  const disk = memoryDisk();
  const folder = vectorFolder(disk, DIR);
  await folder.create();
  return { disk, folder };
}

test("a folder that is not there is empty; making it makes those above it", async () => {
  const folder = vectorFolder(memoryDisk(), DIR);
  expect(await folder.list()).toEqual({ segments: [], deadFiles: new Map() });
  expect(await folder.readManifest()).toBeUndefined();
  await folder.create();
  await folder.create();
  await folder.writeManifest(manifest);
  expect(await folder.readManifest()).toEqual({ version: 1, ...manifest });
});

test("a manifest replaces the one before, and one that was never finished", async () => {
  const { disk, folder } = await madeFolder();
  await folder.writeFile(`${DIR}/manifest.json.new`, Uint8Array.of(1));
  await folder.writeManifest({ ...manifest, dimensions: 5 });
  await folder.writeManifest(manifest);
  expect(await filesOf(disk)).toEqual(["manifest.json"]);
  expect(await folder.readManifest()).toMatchObject({ dimensions: 2 });
});

test("a damaged manifest counts as none", async () => {
  const { disk, folder } = await madeFolder();
  await folder.writeManifest(manifest);
  await patchFile(disk, "manifest.json", (bytes) => flipBit(bytes, 20));
  expect(await folder.readManifest()).toBeUndefined();
});

test("files of ours that the manifest does not name are removed, others stay", async () => {
  const { disk, folder } = await madeFolder();
  const named = [folder.segmentPath(7), folder.deadPath(7, 9)];
  const others = [folder.segmentPath(6), folder.segmentPath(1_234_567), folder.deadPath(7, 8), `${DIR}/notes.txt`];
  for (const path of [...named, ...others]) await folder.writeFile(path, Uint8Array.of(1));
  expect(await folder.list()).toEqual({ segments: [6, 7, 1_234_567], deadFiles: new Map([[7, 9]]) });
  await folder.removeOthers(manifest);
  expect(await filesOf(disk)).toEqual(["000007-000009.dead", "000007.vectors", "notes.txt"]);
});
