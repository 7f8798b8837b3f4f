import { expect, test } from "vitest";
import { crashDisk, crashPoints, KEEP_ALL, KEEP_NOTHING } from "../../../src/testing/index.ts";
import type { Recording } from "../../../src/testing/index.ts";
import { bytesOf } from "../../support/stores.ts";

async function recordSave(): Promise<Recording> {
  const disk = crashDisk({ record: true });
  const file = await disk.open("/f", "create");
  await disk.syncDir("/");
  await file.write(bytesOf("abc"), 0);
  await file.datasync();
  disk.mark("saved");
  await disk.remove("/f");
  return disk.recording();
}

function textsOf(recording: Recording, seed: number): string[] {
  return [...crashPoints(recording)].map(() => "").map((_, at) => textAt(recording, at, seed));
}

function textAt(recording: Recording, wanted: number, seed: number): string {
  let at = 0;
  for (const point of crashPoints(recording)) {
    if (at++ !== wanted) continue;
    const files = [...point.survivor(seed).files()].map(([path, bytes]) => `${path}=${Buffer.from(bytes).toString()}`);
    return files.join(" ");
  }
  throw new RangeError(`No point ${wanted}`);
}

test("each step that changes the disk or what survives is a point", async () => {
  const recording = await recordSave();
  expect(textsOf(recording, KEEP_ALL)).toEqual(["", "/f=", "/f=", "/f=abc", "/f=abc", ""]);
  expect(textsOf(recording, KEEP_NOTHING)).toEqual(["", "", "/f=", "/f=", "/f=abc", "/f=abc"]);
});

test("a point comes after the marks that follow its step", async () => {
  const seen: string[] = [];
  const marked: string[] = [];
  for (const point of crashPoints(await recordSave(), (value) => marked.push(String(value)))) {
    seen.push(`${point.at}: ${marked.join()}`);
  }
  expect(seen.slice(-2)).toEqual(["8: saved", "9: saved"]);
  expect(seen[3]).toMatch(/: $/u);
});

test("survivors with equal contents have equal digests, and each mount is a disk of its own", async () => {
  const points = crashPoints(await recordSave());
  points.next();
  const point = points.next().value;
  if (point === undefined) throw new Error("No point");
  const survivor = point.survivor(KEEP_ALL);
  expect(survivor.digest).toBe(point.survivor(KEEP_ALL).digest);
  expect(survivor.digest).not.toBe(point.survivor(KEEP_NOTHING).digest);
  const disk = survivor.mount();
  await disk.remove("/f");
  expect(await disk.readdir("/")).toEqual([]);
  expect((await survivor.mount().readdir("/")).length).toBe(1);
});
