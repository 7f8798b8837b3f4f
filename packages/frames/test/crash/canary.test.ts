import { expect, test } from "vitest";
import type { Disk, DiskFile } from "../../src/index.ts";
import { runCampaign } from "./campaign.ts";
import { EFFORT, KNOWN } from "./known.ts";

/** Disks that only pretend: a campaign which passes on one of them proves nothing. */
const PRETENDERS: Readonly<Record<string, (disk: Disk) => Disk>> = {
  "data that are never synced": (disk) => withFiles(disk, (file) => ({ ...file, datasync: pretend, sync: pretend })),
  "names that are never synced": (disk) => ({ ...disk, syncDir: pretend }),
  "writes that lose a byte": (disk) =>
    withFiles(disk, (file) => ({
      ...file,
      write: async (bytes, position) => {
        await file.write(bytes.subarray(0, bytes.length - 1), position);
        return bytes.length;
      },
    })),
};

test.each(Object.keys(PRETENDERS))("the campaign notices %s", async (name) => {
  const tamper = PRETENDERS[name];
  const report = await runCampaign({ ...EFFORT, ...KNOWN, points: 500, tamper, savesRuns: false });
  expect(report.failures.length).toBeGreaterThan(0);
});

function withFiles(disk: Disk, change: (file: DiskFile) => DiskFile): Disk {
  return {
    ...disk,
    open: async (path, mode, options) => change(await disk.open(path, mode, { ...options, writeThrough: false })),
  };
}

async function pretend(): Promise<void> {
  await Promise.resolve();
}
