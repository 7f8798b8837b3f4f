import { memoryDisk } from "@vidmem/frames";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readSnapshot } from "../../../src/observe/snapshot-file.ts";
import { createSnapshots } from "../../../src/observe/snapshots.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("one is taken each minute in which something happened, and one at the end", async () => {
  const disk = memoryDisk();
  await disk.mkdir("/logs");
  let [happened, now] = [0, 0];
  const fields = (): { session: string; openedAt: number; lastBackup: null } => ({
    session: "s",
    openedAt: 0,
    lastBackup: null,
  });
  const snapshots = createSnapshots({ disk, folder: "/logs", clock: () => now, fields, happened: () => happened });
  snapshots.begin(() => ({ vidmem_memories: happened }));
  const after = async (minutes: number): Promise<number | undefined> => {
    now += minutes;
    await vi.advanceTimersByTimeAsync(minutes * 60_000);
    return (await readSnapshot(disk, "/logs"))?.at;
  };
  expect(await after(1)).toBeUndefined();
  happened = 3;
  expect(await after(1)).toBe(2);
  expect(await after(5)).toBe(2);
  happened = 4;
  expect(await after(1)).toBe(8);
  now = 100;
  await snapshots.end();
  expect(await readSnapshot(disk, "/logs")).toMatchObject({
    at: 100,
    state: "closed",
    metrics: { vidmem_memories: 4 },
  });
  happened = 5;
  expect(await after(3)).toBe(100);
});
