import fs from "node:fs";
import { memoryDisk, type Disk } from "@vidmem/frames";
import { describe, expect, test } from "vitest";
import {
  EMPTY_MANIFEST,
  readAnyManifest,
  readManifest,
  segmentName,
  segmentNumber,
  writeManifest,
  type ManifestSegment,
} from "../../../src/store/manifest.ts";
import { put, withBit } from "../../support/damage.ts";

const DIR = "/index";
const page = fs.readFileSync(new URL("../../../../../docs/format/index-folder.md", import.meta.url), "utf8");
const example = /```text\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
const [exampleLine = ""] = example.split("\n");

describe("a manifest", () => {
  test("of the format page is read, and written back", async () => {
    const disk = await diskWith(example);
    const manifest = (await readManifest(disk, DIR))!;
    expect(manifest).toMatchObject({
      reach: 521,
      segments: [{ documents: 512 }, { ends: { default: [[3, expect.any(Number)]] } }],
    });
    await writeManifest(disk, DIR, { ...manifest, reach: 522 });
    expect(await readManifest(disk, DIR)).toEqual({ ...JSON.parse(exampleLine), reach: 522 });
  });

  test("of version 1 is read: JSON alone, without checksums of pages", async () => {
    const first = { version: 1, analysis: 1, reach: 521, segments: [aSegment()] };
    const disk = await diskWith(JSON.stringify(first, undefined, 2));
    expect(await readManifest(disk, DIR)).toEqual(first);
  });

  test("of another version is whole, and of no use", async () => {
    const disk = memoryDisk();
    await disk.mkdir(DIR);
    for (const change of [{ version: 3 }, { analysis: 2 }]) {
      await writeManifest(disk, DIR, { ...EMPTY_MANIFEST, ...change });
      expect(await readAnyManifest(disk, DIR)).toBe("another version");
      await expect(readManifest(disk, DIR)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
    }
  });

  test("with separators of lines in a name is still one line", async () => {
    const ends = { "a\u2028b\u2029\u0085": [[1, 2]] as const };
    const manifest = { ...EMPTY_MANIFEST, segments: [{ ...aSegment(), ends }] };
    const disk = memoryDisk();
    await disk.mkdir(DIR);
    await writeManifest(disk, DIR, manifest);
    expect(await readManifest(disk, DIR)).toEqual(manifest);
  });

  test("that is not there is no error", async () => {
    expect(await readManifest(memoryDisk(), DIR)).toBeUndefined();
  });

  test("that goes while somebody looks at it is no error", async () => {
    const disk = await diskWith(example);
    const open: Disk["open"] = async (path, mode) => {
      await disk.remove(path);
      return disk.open(path, mode);
    };
    expect(await readManifest({ ...disk, open }, DIR)).toBeUndefined();
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
  ["a later version without its checksum", EMPTY_MANIFEST],
  ["another analysis", { ...EMPTY_MANIFEST, version: 1, analysis: 2 }],
  ["a reach that is no whole number", { ...EMPTY_MANIFEST, version: 1, reach: 1.5 }],
  ["a segment outside of the folder", withSegment({ name: "../000001.segment" })],
  ["a segment without its size", withSegment({ sizeBytes: undefined })],
  ["a segment without its ends", withSegment({ ends: null })],
  ["a segment with too many pages", withSegment({ pages: [1, 2] })],
  ["a segment with a page that is no number", withSegment({ pages: ["1"] })],
];

test.each(BROKEN)("%s is no manifest", async (_, value) => {
  const disk = await diskWith(JSON.stringify(value));
  await expect(readManifest(disk, DIR)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
});

test("a manifest that was cut is no manifest", async () => {
  for (let length = 0; length < example.length; length++) {
    const disk = await diskWith(example.slice(0, length));
    await expect(readManifest(disk, DIR)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
  }
});

test("a manifest with any bit changed is no manifest", async () => {
  for (let bit = 0; bit < example.length * 8; bit++) {
    const disk = memoryDisk();
    await disk.mkdir(DIR);
    await put(disk, `${DIR}/manifest.json`, withBit(Buffer.from(example), bit));
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
  return { ...EMPTY_MANIFEST, version: 1, segments: [{ ...aSegment(), ...changes }] };
}

function aSegment(): ManifestSegment {
  return { name: "000001.segment", sizeBytes: 100, documents: 1, lastRef: 1, ends: {} };
}

async function diskWith(text: string, name = "manifest.json"): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir(DIR);
  const file = await disk.open(`${DIR}/${name}`, "create");
  await file.write(new TextEncoder().encode(text), 0);
  await file.close();
  return disk;
}
