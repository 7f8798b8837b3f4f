import fs from "node:fs";
import { memoryDisk, type Disk } from "@vidmem/frames";
import { describe, expect, test } from "vitest";
import {
  EMPTY_MANIFEST,
  readManifest,
  segmentName,
  segmentNumber,
  writeManifest,
} from "../../../src/store/manifest.ts";

const DIR = "/index";
const page = fs.readFileSync(new URL("../../../../../docs/format/index-folder.md", import.meta.url), "utf8");
const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";

describe("a manifest", () => {
  test("of the format page is read, and written back", async () => {
    const disk = await diskWith(example);
    const manifest = (await readManifest(disk, DIR))!;
    expect(manifest).toMatchObject({
      reach: 521,
      segments: [{ documents: 512 }, { ends: { default: [[3, expect.any(Number)]] } }],
    });
    await writeManifest(disk, DIR, { ...manifest, reach: 522 });
    expect(await readManifest(disk, DIR)).toEqual({ ...JSON.parse(example), reach: 522 });
  });

  test("that is not there is no error", async () => {
    expect(await readManifest(memoryDisk(), DIR)).toBeUndefined();
  });

  test("that was never finished is replaced", async () => {
    const disk = await diskWith("{", "manifest.new");
    await writeManifest(disk, DIR, EMPTY_MANIFEST);
    expect(await readManifest(disk, DIR)).toEqual(EMPTY_MANIFEST);
    expect(await disk.stat(`${DIR}/manifest.new`)).toBeUndefined();
  });
});

const BROKEN: readonly (readonly [string, unknown])[] = [
  ["a list", []],
  ["nothing", null],
  ["a later version", { ...EMPTY_MANIFEST, version: 2 }],
  ["another analysis", { ...EMPTY_MANIFEST, analysis: 2 }],
  ["a reach that is no whole number", { ...EMPTY_MANIFEST, reach: 1.5 }],
  ["a segment outside of the folder", withSegment({ name: "../000001.segment" })],
  ["a segment without its size", withSegment({ sizeBytes: undefined })],
  ["a segment without its ends", withSegment({ ends: null })],
];

test.each(BROKEN)("%s is no manifest", async (_, value) => {
  const disk = await diskWith(JSON.stringify(value));
  await expect(readManifest(disk, DIR)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
});

test("a manifest that was cut is no manifest", async () => {
  for (let length = 0; length < example.trimEnd().length; length += 7) {
    const disk = await diskWith(example.slice(0, length));
    await expect(readManifest(disk, DIR)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
  }
});

test("names of segments carry their numbers", () => {
  expect(segmentName(7)).toBe("000007.segment");
  expect(segmentNumber(segmentName(12_345_678))).toBe(12_345_678);
  for (const other of ["7.segment", "000007.segment.tmp", "manifest.json"])
    expect(segmentNumber(other)).toBeUndefined();
});

function withSegment(changes: Record<string, unknown>): unknown {
  const segment = { name: "000001.segment", sizeBytes: 100, documents: 1, lastRef: 1, ends: {}, ...changes };
  return { ...EMPTY_MANIFEST, segments: [segment] };
}

async function diskWith(text: string, name = "manifest.json"): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir(DIR);
  const file = await disk.open(`${DIR}/${name}`, "create");
  await file.write(new TextEncoder().encode(text), 0);
  await file.close();
  return disk;
}
