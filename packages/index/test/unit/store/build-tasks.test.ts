import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createBatchWriter, type DocumentBatch } from "../../../src/segment/document-batch.ts";
import { createTaskRunner } from "../../../src/store/build-tasks.ts";
import type { ManifestSegment } from "../../../src/store/manifest.ts";
import { createPageChecksums } from "../../../src/store/page-checksums.ts";
import { openSegmentFile } from "../../../src/store/segment-store.ts";
import { aDocument } from "../../documents.ts";
import { bytesOf, put, withBit } from "../../support/damage.ts";
import { refsOf } from "../../support/segments.ts";

const DIR = "/index";

async function aDisk(): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir(DIR);
  return disk;
}

function aBatch(refs: readonly number[]): DocumentBatch {
  const writer = createBatchWriter();
  for (const ref of refs) writer.add(aDocument(ref, `green tea ${ref}`));
  return writer.batch();
}

async function build(disk: Disk, name: string, refs: readonly number[]): Promise<ManifestSegment> {
  const written = await createTaskRunner(disk).run({ kind: "build", path: `${DIR}/${name}`, batch: aBatch(refs) });
  return { name, ...written, documents: refs.length, lastRef: refs.at(-1)!, ends: {} };
}

async function refsIn(disk: Disk, entry: ManifestSegment): Promise<number[]> {
  const file = await openSegmentFile({ disk, dir: DIR }, entry);
  const refs = refsOf(file.segment.section("default")!);
  await file.close();
  return refs;
}

test("a build writes its documents, and tells size and checksums of what it wrote", async () => {
  const disk = await aDisk();
  const entry = await build(disk, "000001.segment", [1, 2, 3]);
  const bytes = await bytesOf(disk, `${DIR}/000001.segment`);
  const checksums = createPageChecksums();
  checksums.add(bytes);
  expect(entry).toMatchObject({ sizeBytes: bytes.length, pages: checksums.finish() });
  expect(await refsIn(disk, entry)).toEqual([1, 2, 3]);
});

test("what an earlier try left under the name is replaced", async () => {
  const disk = await aDisk();
  await put(disk, `${DIR}/000001.segment`, new Uint8Array(100_000).fill(1));
  expect(await refsIn(disk, await build(disk, "000001.segment", [4]))).toEqual([4]);
});

test("a merge has all documents but those to be left out, and takes nothing from its sources", async () => {
  const disk = await aDisk();
  const segments = [await build(disk, "000001.segment", [1, 2]), await build(disk, "000002.segment", [3, 4])];
  const before = await bytesOf(disk, `${DIR}/000001.segment`);
  const path = `${DIR}/000003.segment`;
  const written = await createTaskRunner(disk).run({ kind: "merge", path, dir: DIR, segments, without: [3] });
  const merged = { name: "000003.segment", ...written, documents: 4, lastRef: 4, ends: {} };
  expect(await refsIn(disk, merged)).toEqual([1, 2, 4]);
  expect(await bytesOf(disk, `${DIR}/000001.segment`)).toEqual(before);
});

test.each([0, 1])("a merge refuses sources of which any bit has changed (source %d)", async (which) => {
  const disk = await aDisk();
  const segments = [await build(disk, "000001.segment", [1, 2]), await build(disk, "000002.segment", [3, 4])];
  const damaged = `${DIR}/${segments[which]!.name}`;
  const whole = await bytesOf(disk, damaged);
  const task = { kind: "merge", path: `${DIR}/000003.segment`, dir: DIR, segments, without: [] } as const;
  for (let bit = 0; bit < whole.length * 8; bit += 61) {
    await put(disk, damaged, withBit(whole, bit));
    await expect(createTaskRunner(disk).run(task)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
  }
  await put(disk, damaged, whole);
  await expect(createTaskRunner(disk).run(task)).resolves.toMatchObject({ pages: [expect.any(Number)] });
});

test("a source that is missing is damage; one without checksums of its pages is merged", async () => {
  const disk = await aDisk();
  const { pages: _, ...old } = await build(disk, "000001.segment", [1, 2]);
  const task = { kind: "merge", path: `${DIR}/000003.segment`, dir: DIR, segments: [old], without: [] } as const;
  await expect(createTaskRunner(disk).run(task)).resolves.toMatchObject({ pages: [expect.any(Number)] });
  await disk.remove(`${DIR}/000001.segment`);
  await expect(createTaskRunner(disk).run(task)).rejects.toMatchObject({ code: "INDEX_DAMAGED" });
});

test("a disk that takes less than it is given fails the task, and the file is closed", async () => {
  const disk = await aDisk();
  let open = 0;
  const full: Disk = {
    ...disk,
    async open(path, mode, options) {
      const file = await disk.open(path, mode, options);
      open++;
      return {
        ...file,
        write: async (bytes, at) => Math.min(await file.write(bytes, at), 100),
        close: () => {
          open--;
          return file.close();
        },
      };
    },
  };
  await expect(build(full, "000001.segment", [1, 2, 3])).rejects.toThrow(/the disk took/);
  expect(open).toBe(0);
});
