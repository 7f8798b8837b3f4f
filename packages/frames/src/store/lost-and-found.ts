/**
 * Lost and found: where bytes go that are no frames. What lies there is never read and never removed by us.
 * Invariant: no byte leaves its place before it is durable here.
 */
import { basename, dirname, join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ensureFolder } from "./folders.ts";
import { LOST_AND_FOUND } from "./names.ts";

const COPY_BYTES = 1024 * 1024;

interface SourceRange {
  readonly source: DiskFile;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Moves a whole file. @returns its new path below the store's folder. */
export async function moveToLostAndFound(disk: Disk, dir: string, file: string): Promise<string> {
  const folder = join(dir, LOST_AND_FOUND);
  await ensureFolder(disk, folder);
  const name = await unusedName(disk, folder, flatName(file));
  await disk.rename(join(dir, file), join(folder, name));
  await disk.syncDir(folder);
  await disk.syncDir(dirname(join(dir, file)));
  return `${LOST_AND_FOUND}/${name}`;
}

/** Gives a file a second name, or copies it where there are no links. @returns the path below the store's folder. */
export async function linkToLostAndFound(disk: Disk, dir: string, file: string): Promise<string> {
  const folder = join(dir, LOST_AND_FOUND);
  await ensureFolder(disk, folder);
  const name = await unusedName(disk, folder, flatName(file));
  const path = join(dir, file);
  const isLinked = await disk.link(path, join(folder, name)).then(
    () => true,
    () => false,
  );
  if (!isLinked) {
    const source = await disk.open(path, "read");
    try {
      await copyInto(disk, join(folder, name), { source, offset: 0, sizeBytes: await source.size() });
    } finally {
      await source.close();
    }
  }
  await disk.syncDir(folder);
  return `${LOST_AND_FOUND}/${name}`;
}

/** Copies a range of a file. @returns the copy's path below the store's folder. */
export async function copyToLostAndFound(
  disk: Disk,
  dir: string,
  range: SourceRange & { readonly file: string },
): Promise<string> {
  const folder = join(dir, LOST_AND_FOUND);
  await ensureFolder(disk, folder);
  const name = await unusedName(disk, folder, `${flatName(range.file)}.at-${range.offset}.torn`);
  await copyInto(disk, join(folder, name), range);
  await disk.syncDir(folder);
  return `${LOST_AND_FOUND}/${name}`;
}

async function copyInto(disk: Disk, path: string, range: SourceRange): Promise<void> {
  const copy = await disk.open(path, "create");
  try {
    await copyBytes(range, copy);
    await copy.sync();
  } catch (error) {
    await disk.remove(path); // half a copy helps nobody; the original is still whole
    throw error;
  } finally {
    await copy.close();
  }
}

/** "shards/2026/11/x.frames" → "2026-11-x.frames" */
function flatName(file: string): string {
  const month = dirname(file).split("/").slice(-2).join("-");
  return `${month}-${basename(file)}`;
}

async function unusedName(disk: Disk, folder: string, name: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? name : `${name}.${attempt}`;
    if ((await disk.stat(join(folder, candidate))) === undefined) return candidate;
  }
}

async function copyBytes(range: SourceRange, copy: DiskFile): Promise<void> {
  const buffer = new Uint8Array(Math.min(COPY_BYTES, range.sizeBytes));
  for (let done = 0; done < range.sizeBytes;) {
    const want = Math.min(buffer.length, range.sizeBytes - done);
    const count = await range.source.read(buffer.subarray(0, want), range.offset + done);
    if (count === 0) return;
    const written = await copy.write(buffer.subarray(0, count), done);
    if (written < count)
      throw Object.assign(new Error("Short write: the disk took fewer bytes than it was given"), { code: "ENOSPC" });
    done += count;
  }
}
