import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test, vi } from "vitest";
import { createIndexContents, type IndexContents } from "../../../src/index-contents.ts";
import { readManifest } from "../../../src/store/manifest.ts";
import { openSegmentFile, type SegmentFile } from "../../../src/store/segment-store.ts";
import { createStandingSegments, type StandingSegments } from "../../../src/store/standing-segments.ts";
import { aDocument } from "../../documents.ts";
import { segmentBytes } from "../../support/segments.ts";

const DIR = "/index";

async function aFolder(): Promise<{ disk: Disk; contents: IndexContents; standing: StandingSegments }> {
  const disk = memoryDisk();
  await disk.mkdir(DIR);
  const contents = createIndexContents();
  const options = { dir: DIR, disk, readOnly: false, contents, files: [], reach: 0 };
  return { disk, contents, standing: createStandingSegments(options) };
}

async function aFile(disk: Disk, name: string, ref: number): Promise<SegmentFile> {
  const bytes = segmentBytes([aDocument(ref, "tea")]);
  const file = await disk.open(`${DIR}/${name}`, "create");
  await file.write(bytes, 0);
  await file.close();
  const entry = { name, sizeBytes: bytes.length, documents: 1, lastRef: ref, ends: {} };
  return openSegmentFile({ disk, dir: DIR }, entry);
}

/** Publishes a file of one document, which is all that stands then. */
async function publish(
  { disk, contents, standing }: Awaited<ReturnType<typeof aFolder>>,
  ref: number,
): Promise<SegmentFile> {
  const watch = contents.watchEnds();
  const file = await aFile(disk, standing.newName(), ref);
  await standing.publish([file], { written: file.segment, watch, upTo: ref, reached: ref });
  return file;
}

test("what is published is named by the manifest, searched, and reached", async () => {
  const folder = await aFolder();
  folder.contents.add(aDocument(1, "tea"));
  await publish(folder, 1);
  expect(await readManifest(folder.disk, DIR)).toMatchObject({ reach: 1, segments: [{ name: "000001.segment" }] });
  expect(folder.contents.pending.count).toBe(0);
  expect(folder.contents.segments).toHaveLength(1);
  expect(folder.standing.newName()).toBe("000002.segment");
});

test("what ends while a segment is written has ended in it", async () => {
  const folder = await aFolder();
  const { contents, standing, disk } = folder;
  contents.add(aDocument(1, "tea"));
  const watch = contents.watchEnds();
  const file = await aFile(disk, standing.newName(), 1);
  contents.end({ ref: 1, namespace: "default", at: 77, by: 2 });
  await standing.publish([file], { written: file.segment, watch, upTo: 1, reached: 1 });
  expect([...file.segment.section("default")!.endedAt]).toEqual([[0, 77]]);
  expect((await readManifest(disk, DIR))?.segments[0]?.ends).toEqual({}); // the frame that ended it lies behind the reach
  standing.see(2);
  await standing.settle();
  expect(await readManifest(disk, DIR)).toMatchObject({ reach: 2, segments: [{ ends: { default: [[0, 77]] } }] });
});

test("files that a search holds are closed after it, and removed at once", async () => {
  const folder = await aFolder();
  const old = await publish(folder, 1);
  const close = vi.spyOn(old, "close");
  const release = folder.standing.hold();
  await publish(folder, 2);
  await folder.standing.remove([old]);
  expect(await folder.disk.stat(`${DIR}/000001.segment`)).toBeUndefined();
  expect(close).not.toHaveBeenCalled();
  release();
  expect(close).toHaveBeenCalledTimes(1);
});

test("once distrusted no manifest is there, and none is written", async () => {
  const folder = await aFolder();
  await publish(folder, 1);
  folder.standing.distrust();
  folder.standing.see(9);
  await publish(folder, 2);
  await folder.standing.settle();
  expect(folder.standing.isDistrusted).toBe(true);
  expect(await readManifest(folder.disk, DIR)).toBeUndefined();
});

test("a manifest that is being written when damage is met does not stay", async () => {
  const folder = await aFolder();
  const publishing = publish(folder, 1);
  await new Promise((resolve) => setImmediate(resolve));
  folder.standing.distrust();
  await publishing;
  await folder.standing.settle();
  expect(await readManifest(folder.disk, DIR)).toBeUndefined();
});
