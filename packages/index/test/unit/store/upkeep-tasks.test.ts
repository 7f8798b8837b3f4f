import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import { createIndexContents, type IndexContents } from "../../../src/index-contents.ts";
import { createListCache } from "../../../src/segment/list-cache.ts";
import { createTaskRunner } from "../../../src/store/build-tasks.ts";
import { readManifest } from "../../../src/store/manifest.ts";
import { createStandingSegments, type StandingSegments } from "../../../src/store/standing-segments.ts";
import { createUpkeepTasks, type UpkeepTasks } from "../../../src/store/upkeep-tasks.ts";
import { aDocument } from "../../documents.ts";
import { refsOf } from "../../support/segments.ts";

interface Folder {
  readonly disk: Disk;
  readonly contents: IndexContents;
  readonly standing: StandingSegments;
  readonly tasks: UpkeepTasks;
  readonly noted: string[];
}

async function aFolder(): Promise<Folder> {
  const disk = memoryDisk();
  const dir = "/index";
  await disk.mkdir(dir);
  const contents = createIndexContents();
  const standing = createStandingSegments({ dir, disk, readOnly: false, contents, files: [], reach: 0 });
  const noted: string[] = [];
  const options = { dir, disk, runner: createTaskRunner(disk), cache: createListCache(1_000_000), contents };
  const tasks = createUpkeepTasks(options, standing, {
    begun: (task) => noted.push(task),
    done: (task) => noted.push(`${task} done`),
  });
  return { disk, contents, standing, tasks, noted };
}

function add({ contents, standing }: Folder, ref: number): void {
  contents.add(aDocument(ref, "tea"));
  standing.see(ref);
}

const refsIn = ({ standing }: Folder): number[][] =>
  standing.files.map(({ segment }) => refsOf(segment.section("default")!));

test("a build writes what waits, and reaches what was seen", async () => {
  const folder = await aFolder();
  for (const ref of [1, 2]) add(folder, ref);
  folder.standing.see(5);
  await folder.tasks.build();
  expect(refsIn(folder)).toEqual([[1, 2]]);
  expect(folder.standing.reach).toBe(5);
  expect(folder.noted).toEqual(["building", "building done"]);
});

test("an end behind the reach is in no file, and still known", async () => {
  const folder = await aFolder();
  for (const ref of [1, 2]) add(folder, ref);
  const building = folder.tasks.build();
  folder.contents.end({ ref: 1, namespace: "default", at: 9, by: 7 });
  await building;
  expect((await readManifest(folder.disk, "/index"))?.segments[0]?.ends).toEqual({});
  expect(folder.contents.namespaceOf(1)).toBeUndefined();
});

test("neighbours become one in their place, and their files go", async () => {
  const folder = await aFolder();
  for (const ref of [1, 2, 3]) {
    add(folder, ref);
    await folder.tasks.build();
  }
  await folder.tasks.merge({ from: 0, to: 2 });
  expect(refsIn(folder)).toEqual([[1, 2], [3]]);
  const names = (await folder.disk.readdir("/index")).map(({ name }) => name);
  expect(names.toSorted()).toEqual(["000003.segment", "000004.segment", "manifest.json"]);
});

test("closing merges what is small", async () => {
  const folder = await aFolder();
  for (let ref = 1; ref <= 8; ref++) {
    add(folder, ref);
    await folder.tasks.build();
  }
  await folder.tasks.mergeBeforeClosing();
  expect(refsIn(folder)).toEqual([[1, 2, 3, 4, 5, 6, 7, 8]]);
});

test("closing leaves large segments as they are, unless they have become a crowd", async () => {
  const folder = await aFolder();
  const documents = 300; // eight of them are more than closing merges otherwise
  let ref = 0;
  const buildSegments = async (count: number): Promise<void> => {
    for (let segment = 0; segment < count; segment++) {
      for (let at = 0; at < documents; at++) add(folder, ++ref);
      await folder.tasks.build();
    }
  };
  await buildSegments(9);
  await folder.tasks.mergeBeforeClosing();
  expect(folder.standing.files).toHaveLength(9);
  await buildSegments(8);
  await folder.tasks.mergeBeforeClosing();
  expect(folder.standing.files.length).toBeLessThan(12);
  expect(refsIn(folder).flat()).toEqual(Array.from({ length: 17 * documents }, (_, at) => at + 1));
});

test("an erasure writes anew only what holds the document, pending or not", async () => {
  const folder = await aFolder();
  for (const ref of [1, 2]) add(folder, ref);
  await folder.tasks.build();
  for (const ref of [3, 4]) add(folder, ref);
  await folder.tasks.erase([3]);
  expect(refsIn(folder)).toEqual([[1, 2], [4]]);
  expect(folder.standing.files[0]!.name).toBe("000001.segment");
});

test("a task that fails changes nothing", async () => {
  const folder = await aFolder();
  add(folder, 1);
  await folder.disk.mkdir("/index/000001.segment"); // where the file should come
  await expect(folder.tasks.build()).rejects.toThrow("000001.segment");
  expect(folder.standing.files).toEqual([]);
  expect(folder.contents.pending.count).toBe(1);
  await folder.tasks.build();
  expect(refsIn(folder)).toEqual([[1]]);
});
