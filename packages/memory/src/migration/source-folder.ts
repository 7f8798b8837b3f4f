/**
 * Source folder: the files of a foreign store, listed, read and removed with care. No name or path that a file *says* is ever
 * opened: only names that the file system listed, in folders that are no links, and of files that are regular.
 */
import { constants } from "node:fs";
import { lstat, open, readdir, rmdir, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { MemoryError } from "../errors.ts";

/** A listed file. */
export interface SourceFile {
  /** Its name below the source, with `/`, for people. */
  readonly name: string;
  readonly path: string;
}

/** A file's bytes, and what tells whether it is still the same. */
export interface SourceBytes {
  readonly bytes: Uint8Array;
  readonly stamp: string;
}

/** Where there is no such flag, the check of the opened file remains. Not to wait for a pipe's other end, either. */
const OPEN_FLAGS: number = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Regular files of a folder below the source by name, sorted; none when it is missing or is a link. @throws MemoryError MEMORY_IO */
export async function listFiles(root: string, folder: string): Promise<ReadonlyMap<string, SourceFile>> {
  const path = folder === "" ? root : join(root, folder);
  try {
    const found = folder === "" ? undefined : await lstat(path);
    if (found?.isDirectory() === false) return new Map();
    const entries = await readdir(path, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    return new Map(
      names
        .toSorted()
        .map((name) => [name, { name: folder === "" ? name : `${folder}/${name}`, path: join(path, name) }]),
    );
  } catch (cause) {
    if (isMissing(cause) && folder !== "") return new Map();
    throw cannotRead(path, cause);
  }
}

/** @throws TypeError when it is no regular file any more, or larger than `maxBytes`; MemoryError MEMORY_IO. */
export async function readSourceFile({ path }: SourceFile, maxBytes: number): Promise<SourceBytes> {
  const handle = await open(path, OPEN_FLAGS).catch((cause: unknown) => {
    throw cannotRead(path, cause);
  });
  try {
    const found = await handle.stat();
    const { size, mtimeMs, ino, dev } = found;
    if (!found.isFile()) throw new TypeError("it is no regular file");
    if (size > maxBytes) throw new TypeError(`the file is larger than ${maxBytes} bytes`);
    const bytes = new Uint8Array(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    return { bytes: bytes.subarray(0, bytesRead), stamp: [dev, ino, size, mtimeMs].join(":") };
  } finally {
    await handle.close();
  }
}

/** Removes a file when it is still the one that was read. @returns whether it was removed. @throws MemoryError MEMORY_IO */
export async function removeSourceFile({ path }: SourceFile, stamp: string): Promise<boolean> {
  try {
    const { dev, ino, size, mtimeMs } = await lstat(path);
    if ([dev, ino, size, mtimeMs].join(":") !== stamp) return false;
    await unlink(path);
    return true;
  } catch (cause) {
    if (isMissing(cause)) return false;
    throw new MemoryError("MEMORY_IO", `Cannot remove ${path}. Check its permissions.`, { details: { path }, cause });
  }
}

/** Removes a folder below the source when nothing is in it any more. */
export async function removeIfEmpty(root: string, folder: string): Promise<void> {
  await rmdir(join(root, folder)).catch(() => undefined); // something is in it: it stays
}

/** Whether the path is a folder. @throws MemoryError MEMORY_IO when there is nothing. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

/** The error of a file or folder of an import that the system does not give. */
export function cannotRead(path: string, cause: unknown): MemoryError {
  return new MemoryError("MEMORY_IO", `Cannot read ${path}. Check the path and its permissions.`, {
    details: { path },
    cause,
  });
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
}
