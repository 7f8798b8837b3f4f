/**
 * Folder copy: files of a store under another folder, all or nothing. They gather in `<target>.partial`, which takes the target's
 * name in one rename when everything in it is durable: what bears the target's name is whole.
 */
import { dirname, join, resolve } from "node:path";
import type { Disk } from "../disk/disk.ts";
import { FramesError, systemCode } from "../errors.ts";
import { ensureFolder } from "../store/folders.ts";
import { SHARDS } from "../store/names.ts";
import { fillFile } from "../store/file-sink.ts";

/** A copy in the making. */
export interface FolderCopy {
  /** Where its files gather. */
  readonly partial: string;
  /** Gives a file of another folder a second name here; copies it where that cannot be. @returns whether it was linked. */
  link(from: string, file: string): Promise<boolean>;
  /** Copies a file. @returns its bytes. */
  copy(from: string, file: string): Promise<number>;
  /** Copies those companions that the folder has. @returns their bytes. */
  copyCompanions(fromDir: string): Promise<number>;
  /** Makes all durable and gives it the target's name. */
  finish(): Promise<void>;
}

const PARTIAL = ".partial";
const COPY_BYTES = 256 * 1024;
/** Where links cannot be made: another file system, one without links, or too many links. */
const NO_LINK: ReadonlySet<string | undefined> = new Set([
  "EXDEV",
  "EPERM",
  "EMLINK",
  "ENOTSUP",
  "EOPNOTSUPP",
  "ENOSYS",
]);

/**
 * Begins a copy. `companions` are names of files beside `shards/` that belong to it.
 * @throws FRAMES_TARGET_NOT_EMPTY; TypeError when the target is no path, or a companion no name.
 */
export async function beginFolderCopy(
  disk: Disk,
  targetDir: string,
  companions: readonly string[] = [],
): Promise<FolderCopy> {
  for (const name of companions) assertName(name);
  const target = toPath("targetDir", targetDir);
  const partial = target + PARTIAL;
  await assertEmpty(disk, target);
  await clearPartial(disk, partial, [SHARDS, ...companions]);
  await ensureFolder(disk, join(partial, SHARDS));
  const folders = new Set([partial, join(partial, SHARDS)]);
  const place = async (file: string): Promise<string> => {
    const path = join(partial, file);
    for (let folder = dirname(path); folder !== partial; folder = dirname(folder)) folders.add(folder);
    await ensureFolder(disk, dirname(path));
    return path;
  };
  const copy = async (from: string, file: string): Promise<number> => copyFile(disk, from, await place(file));
  return {
    partial,
    copy,
    copyCompanions: async (fromDir) => {
      let sizeBytes = 0;
      for (const name of companions) {
        const stat = await disk.stat(join(fromDir, name));
        if (stat?.type === "file") sizeBytes += await copy(join(fromDir, name), name);
      }
      return sizeBytes;
    },
    link: async (from, file) => {
      try {
        await disk.link(from, await place(file));
        return true;
      } catch (error) {
        if (!NO_LINK.has(systemCode(error))) throw error;
        await copy(from, file);
        return false;
      }
    },
    finish: async () => {
      for (const folder of [...folders].toSorted((a, b) => b.length - a.length)) await disk.syncDir(folder);
      await assertEmpty(disk, target);
      await disk.rename(partial, target);
      await disk.syncDir(dirname(target));
    },
  };
}

/** An absolute path. @throws TypeError naming the argument. */
export function toPath(name: string, path: unknown): string {
  if (typeof path !== "string" || path === "" || path.includes("\0")) throw new TypeError(`${name} must be a path`);
  return resolve(path);
}

/** One name, so that it stays in the folder. */
function assertName(name: unknown): void {
  const isName =
    typeof name === "string" && /^[^/\\\0]+$/.test(name) && name !== "." && name !== ".." && name !== SHARDS;
  if (!isName) throw new TypeError("companions must be names of files in the store's folder");
}

async function assertEmpty(disk: Disk, path: string): Promise<void> {
  const stat = await disk.stat(path);
  if (stat === undefined || (stat.type === "directory" && (await disk.readdir(path)).length === 0)) return;
  throw notEmpty(path);
}

/** Empties what an interrupted copy has left. Folders stay; a folder that holds anything else is not ours. */
async function clearPartial(disk: Disk, partial: string, ours: readonly string[]): Promise<void> {
  const stat = await disk.stat(partial);
  if (stat === undefined) return;
  const names = stat.type === "directory" ? await disk.readdir(partial) : undefined;
  if (names === undefined || names.some(({ name }) => !ours.includes(name))) throw notEmpty(partial);
  await removeFiles(disk, partial);
}

async function removeFiles(disk: Disk, folder: string): Promise<void> {
  for (const { name, type } of await disk.readdir(folder)) {
    if (type === "directory") await removeFiles(disk, join(folder, name));
    else await disk.remove(join(folder, name));
  }
}

function notEmpty(path: string): FramesError {
  const message = `There is something at ${path} already. Choose a folder that does not exist or is empty.`;
  return new FramesError("FRAMES_TARGET_NOT_EMPTY", message, { details: { path } });
}

async function copyFile(disk: Disk, from: string, to: string): Promise<number> {
  const source = await disk.open(from, "read");
  try {
    return await fillFile(disk, to, (write) => pump((into, at) => source.read(into, at), write));
  } finally {
    await source.close();
  }
}

async function pump(
  read: (into: Uint8Array, position: number) => Promise<number>,
  write: (bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  const buffer = new Uint8Array(COPY_BYTES);
  for (let at = 0; ;) {
    const count = await read(buffer, at);
    await write(buffer.subarray(0, count));
    at += count;
    if (count < buffer.length) return at;
  }
}
