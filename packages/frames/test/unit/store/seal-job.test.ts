import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import { runSealJob, type SealJob } from "../../../src/store/seal-job.ts";
import { damage } from "../../support/planted.ts";
import { jobOf, plantRows, sealedBytes, TARGET } from "../../support/seal-jobs.ts";
import { framesOf, openBytes } from "../../support/sealed.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const DIR = "/s";

test("rows of several files become one sealed file, and sealed files become one like it", async () => {
  const disk = wrapDisk(memoryDisk());
  const rows = [
    await plantRows(disk, DIR, { firstSeq: 1, lastSeq: 100 }),
    await plantRows(disk, DIR, { firstSeq: 101, lastSeq: 180 }),
  ];
  const sealed: { file: string; sizeBytes: number }[] = [];
  for (const one of rows) {
    await runSealJob(jobOf([one]), { disk, dir: DIR });
    const file = `sealed-${one.firstSeq}`;
    sealed.push({ file, sizeBytes: (await sealedBytes(disk, DIR)).length });
    await disk.rename(join(DIR, TARGET), join(DIR, file));
  }
  const merging: SealJob = { ...jobOf(rows), source: { sealed } };
  for (const job of [jobOf(rows), merging]) {
    disk.counts.sync = 0;
    await runSealJob(job, { disk, dir: DIR });
    const segment = await openBytes(await sealedBytes(disk, DIR));
    expect(segment).toMatchObject({ firstSeq: 1, lastSeq: 180, frames: 180 });
    expect((await framesOf(segment)).map(({ seq }) => seq)).toEqual(Array.from({ length: 180 }, (_, n) => n + 1));
    expect([...segment.verify()]).toEqual([]);
    expect(disk.counts.sync).toBe(1);
  }
  expect(disk.openFiles.size).toBe(0);
});

test("a job that fails leaves no target and nothing open, and names what is damaged", async () => {
  const disk = wrapDisk(memoryDisk());
  const rows = await plantRows(disk, DIR, { firstSeq: 1, lastSeq: 100 });
  for (const failing of ["create", "open", "write", "sync"] as const) {
    disk.onStep = (step) => {
      if (step === failing) throw systemError("EIO");
    };
    await expect(runSealJob(jobOf([rows]), { disk, dir: DIR })).rejects.toThrow(/EIO/);
    expect([await disk.stat(join(DIR, TARGET)), disk.openFiles.size]).toEqual([undefined, 0]);
  }
  disk.onStep = () => undefined;
  await damage(disk, join(DIR, rows.file), 500);
  await expect(runSealJob(jobOf([rows]), { disk, dir: DIR })).rejects.toMatchObject({
    code: "FRAMES_CORRUPT",
    details: { file: rows.file },
  });
  expect([await disk.stat(join(DIR, TARGET)), disk.openFiles.size]).toEqual([undefined, 0]);
});
