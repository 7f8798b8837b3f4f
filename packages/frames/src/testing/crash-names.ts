/**
 * Crash names: the calls of a crash disk that go by path.
 * Invariant: an impossible call fails with the system's code before it counts as a step.
 */
import { dirname, resolve } from "node:path";
import type { Disk, DiskEntry, DiskStat } from "../disk/disk.ts";
import { openCrashFile } from "./crash-file.ts";
import type { DiskMachine } from "./crash-file.ts";
import { systemError } from "./faults.ts";
import { isFolder } from "./names.ts";
import type { Volume } from "./volume.ts";

/** The calls of a crash disk by path: everything but the lock. */
export function createNameCalls(machine: DiskMachine): Omit<Disk, "lock"> {
  const { live } = machine.volume.names;
  const assertFree = (path: string): void => {
    if (live.has(path)) throw systemError("EEXIST", path);
    assertFolder(live, dirname(path));
  };
  return {
    open: async (path, mode, options) => {
      machine.assertOn();
      if (mode === "create") assertFree(path);
      return openCrashFile(machine, { path, mode, ...options });
    },
    readdir: async (path) => {
      machine.assertOn();
      assertFolder(live, path);
      return listNames(live, path);
    },
    mkdir: async (path) => {
      machine.assertOn();
      if (live.has(path)) return false;
      assertFolder(live, dirname(path));
      await machine.perform({ type: "mkdir", path });
      return true;
    },
    stat: async (path) => {
      machine.assertOn();
      return statOf(machine.volume, path);
    },
    rename: async (from, to) => {
      machine.assertOn();
      assertFolder(live, dirname(to));
      if (isFolder(live.get(from))) assertPlace(live, to);
      else {
        assertFile(live, from);
        if (isFolder(live.get(to))) throw systemError("EISDIR", to);
      }
      await machine.perform({ type: "rename", from, to });
    },
    link: async (from, to) => {
      machine.assertOn();
      assertFile(live, from);
      assertFree(to);
      await machine.perform({ type: "link", from, to });
    },
    remove: async (path) => {
      machine.assertOn();
      assertFile(live, path);
      await machine.perform({ type: "remove", path });
    },
    syncDir: async (path) => {
      machine.assertOn();
      assertFolder(live, path);
      await machine.perform({ type: "syncDir", path });
    },
  };
}

type LiveNames = Volume["names"]["live"];

function listNames(live: LiveNames, folder: string): readonly DiskEntry[] {
  const start = folder === resolve("/") ? folder.length : folder.length + 1;
  const entries: DiskEntry[] = [];
  for (const [path, node] of live) {
    if (path.length <= start || !path.startsWith(folder) || dirname(path) !== folder) continue;
    entries.push({ name: path.slice(start), type: isFolder(node) ? "directory" : "file" });
  }
  return entries;
}

function statOf({ names, inodes }: Volume, path: string): DiskStat | undefined {
  const node = names.live.get(path);
  if (node === undefined) return undefined;
  if (isFolder(node)) return { type: "directory", sizeBytes: 0 };
  return { type: "file", sizeBytes: inodes.get(node)?.live.sizeBytes ?? 0 };
}

/** A folder can be moved to where there is nothing, or an empty folder. */
function assertPlace(live: LiveNames, path: string): void {
  if (live.has(path) && !isFolder(live.get(path))) throw systemError("ENOTDIR", path);
  if (listNames(live, path).length > 0) throw systemError("ENOTEMPTY", path);
}

function assertFile(live: LiveNames, path: string): void {
  const node = live.get(path);
  if (node === undefined) throw systemError("ENOENT", path);
  if (isFolder(node)) throw systemError("EISDIR", path);
}

function assertFolder(live: LiveNames, path: string): void {
  const node = live.get(path);
  if (node === undefined) throw systemError("ENOENT", path);
  if (!isFolder(node)) throw systemError("ENOTDIR", path);
}
