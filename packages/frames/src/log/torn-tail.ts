/**
 * Torn tail: keeps a copy of it, then cuts it. Rules: docs/format/store.md, "Opening for writing".
 * Invariant S3: no byte is cut before a copy of it is durable in `lost+found/`.
 */
import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ioError, systemCode } from "../errors.ts";
import { ensureFolder } from "./folders.ts";
import type { TornTail } from "./frame-log.ts";
import type { FoundTail } from "./recovery.ts";
import { LOST_AND_FOUND } from "./segments.ts";

const COPY_BYTES = 1024 * 1024;

/** Copies the tail to `lost+found/`, then cuts it, or removes the segment when nothing else is in it. @throws FRAMES_IO. */
export async function cutTornTail(disk: Disk, dir: string, tail: FoundTail): Promise<TornTail> {
  const path = join(dir, tail.name.file);
  try {
    const file = await disk.open(path, "write");
    let keptAs: string;
    try {
      keptAs = await keepCopy(disk, dir, { tail, source: file });
      if (tail.offset > 0) {
        await file.truncate(tail.offset);
        await file.sync();
      }
    } finally {
      await file.close();
    }
    if (tail.offset === 0) {
      await disk.remove(path);
      await disk.syncDir(dirname(path));
    }
    return { file: tail.name.file, offset: tail.offset, sizeBytes: tail.sizeBytes, keptAs };
  } catch (cause) {
    throw ioError("cut the torn end of", path, cause);
  }
}

async function keepCopy(disk: Disk, dir: string, from: { tail: FoundTail; source: DiskFile }): Promise<string> {
  const { month, number } = from.tail.name;
  const folder = join(dir, LOST_AND_FOUND);
  await ensureFolder(disk, folder);
  const name = `${month.replace("/", "-")}-${String(number).padStart(6, "0")}.at-${from.tail.offset}.torn`;
  const [copy, kept] = await createUnused(disk, folder, name);
  try {
    await copyBytes(from, copy);
    await copy.sync();
  } catch (error) {
    await disk.remove(join(folder, kept)); // half a copy helps nobody; the original is still whole
    throw error;
  } finally {
    await copy.close();
  }
  await disk.syncDir(folder);
  return `${LOST_AND_FOUND}/${kept}`;
}

async function createUnused(disk: Disk, folder: string, name: string): Promise<[DiskFile, string]> {
  for (let attempt = 1; ; attempt++) {
    const candidate = attempt === 1 ? name : `${name}.${attempt}`;
    try {
      return [await disk.open(join(folder, candidate), "create"), candidate];
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
  }
}

async function copyBytes(from: { tail: FoundTail; source: DiskFile }, copy: DiskFile): Promise<void> {
  const buffer = new Uint8Array(Math.min(COPY_BYTES, from.tail.sizeBytes));
  for (let done = 0; done < from.tail.sizeBytes;) {
    const want = Math.min(buffer.length, from.tail.sizeBytes - done);
    const count = await from.source.read(buffer.subarray(0, want), from.tail.offset + done);
    if (count === 0) return;
    const written = await copy.write(buffer.subarray(0, count), done);
    if (written < count) throw new Error("Short write: the disk took fewer bytes than it was given");
    done += count;
  }
}
