/**
 * Folders: make missing ones, durably.
 * Invariant: when `ensureFolder` resolves, the folder's name and those of its parents that it made survive a power cut.
 */
import { dirname, join } from "node:path";
import type { Disk } from "../disk/disk.ts";

/** Makes a folder and its missing parents, and syncs the parent of each new one. */
export async function ensureFolder(disk: Disk, path: string): Promise<void> {
  const stat = await disk.stat(path);
  if (stat?.type === "directory") return;
  if (stat !== undefined) throw Object.assign(new Error(`ENOTDIR: ${path}`), { code: "ENOTDIR", path });
  const parent = dirname(path);
  if (parent !== path) await ensureFolder(disk, parent);
  await disk.mkdir(path);
  await disk.syncDir(parent); // also when another process was faster: it may not have got to this
}

/**
 * Syncs every folder between a file and the store's folder, both ends included: also names that an earlier process made, and whose
 * sync may have failed, are durable then. @param file is a path below `dir`, with `/`.
 */
export async function syncFolders(disk: Disk, dir: string, file: string): Promise<void> {
  const parts = file.split("/").slice(0, -1);
  for (let depth = parts.length; depth >= 0; depth--) await disk.syncDir(join(dir, ...parts.slice(0, depth)));
}
