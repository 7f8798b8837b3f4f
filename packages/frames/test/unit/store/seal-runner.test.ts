import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryDisk, nodeDisk, type Disk } from "../../../src/index.ts";
import { createSealRunner, type SealRunner } from "../../../src/store/seal-runner.ts";
import { damage } from "../../support/planted.ts";
import { jobOf, plantRows, sealedBytes, TARGET } from "../../support/seal-jobs.ts";
import { withFolder } from "../../support/stores.ts";

const MIB = 1024 * 1024;
const THREAD = new URL("../../support/seal-thread.mjs", import.meta.url);
const dies = (when: string): URL =>
  new URL(`data:text/javascript,import{parentPort as p}from"node:worker_threads";p.on("message",()=>{});${when}`);

interface Running {
  readonly runner: SealRunner;
  /** Turns that were taken here. */
  readonly turns: () => number;
}

function runnerIn(dir: string, options: { disk?: Disk; unsealedMib?: number; program?: URL } = {}): Running {
  const { disk = nodeDisk(), unsealedMib = 100, program = THREAD } = options;
  let turns = 0;
  const turn = async (): Promise<void> => void turns++;
  const runner = createSealRunner({ disk, dir, unsealedBytes: () => unsealedMib * MIB, turn, program });
  return { runner, turns: () => turns };
}

test("a thread and this one make the same bytes", async () => {
  await withFolder(async (dir) => {
    const disk = nodeDisk();
    const rows = [
      await plantRows(disk, dir, { firstSeq: 1, lastSeq: 3000 }),
      await plantRows(disk, dir, { firstSeq: 3001, lastSeq: 4000, contentBytes: 3000 }),
    ];
    const here = runnerIn(dir, { unsealedMib: 1 });
    expect(here.runner.usesThread).toBe(false);
    await here.runner.run(jobOf(rows));
    const expected = await sealedBytes(disk, dir);
    expect(here.turns()).toBeGreaterThan(4);
    const there = runnerIn(dir);
    expect(there.runner.usesThread).toBe(true);
    for (let round = 0; round < 2; round++) {
      await there.runner.run(jobOf(rows));
      expect(Buffer.compare(await sealedBytes(disk, dir), expected)).toBe(0);
    }
    expect(there.turns()).toBe(0);
    await there.runner.close();
    await here.runner.close();
  });
});

test("what fails on a thread is told as it would be here, and the thread goes on", async () => {
  await withFolder(async (dir) => {
    const disk = nodeDisk();
    const rows = await plantRows(disk, dir, { firstSeq: 1, lastSeq: 100 });
    const whole = await plantRows(disk, dir, { firstSeq: 101, lastSeq: 200 });
    await damage(disk, join(dir, rows.file), 500);
    const { runner, turns } = runnerIn(dir);
    const failure = await runner.run(jobOf([rows])).catch((error: unknown) => error);
    const expected = await runnerIn(dir, { unsealedMib: 0 })
      .runner.run(jobOf([rows]))
      .catch((error: unknown) => error);
    expect(failure).toEqual(expected);
    expect(failure).toMatchObject({ code: "FRAMES_CORRUPT", details: { file: rows.file, reason: "bad-checksum" } });
    await expect(runner.run(jobOf([{ ...rows, file: "gone" }]))).rejects.toMatchObject({
      code: "FRAMES_IO",
      cause: { code: "ENOENT" },
    });
    await runner.run(jobOf([whole]));
    expect(turns()).toBe(0);
    await runner.close();
  });
});

test.each([
  ["that dies in the middle of a job", dies('p.on("message",()=>process.exit(3))')],
  ["that throws in the middle of a job", dies('p.on("message",()=>{throw new Error("broken")})')],
  ["that cannot be started", dies('throw new Error("broken")')],
  ["that is not there", new URL("file:///nowhere/seal-thread.js")],
])("the job of a thread %s is done here, and so are those that follow", async (_, program) => {
  await withFolder(async (dir) => {
    const disk = nodeDisk();
    const rows = await plantRows(disk, dir, { firstSeq: 1, lastSeq: 100 });
    const { runner, turns } = runnerIn(dir, { program });
    await runner.run(jobOf([rows]));
    expect((await sealedBytes(disk, dir)).length).toBeGreaterThan(0);
    expect([turns(), runner.usesThread]).toEqual([1, false]);
    await disk.remove(join(dir, TARGET));
    await runner.run(jobOf([rows]));
    expect((await disk.stat(join(dir, TARGET)))?.type).toBe("file");
    await runner.close();
  });
});

test("other disks than that of the system, and wrapped ones, are never left to a thread", async () => {
  const wrapped: Disk = { ...nodeDisk(), open: (path, mode, options) => nodeDisk().open(path, mode, options) };
  expect(runnerIn("/s", { disk: memoryDisk() }).runner.usesThread).toBe(false);
  expect(runnerIn("/s", { disk: wrapped }).runner.usesThread).toBe(false);
});
