/** Whole files: small files through the Disk port that are there whole or not at all. */
import { randomBytes } from "node:crypto";
import { dirname } from "node:path";
import type { Disk, DiskFile } from "@vidmem/frames";

/** Replaces the file at `path`; durable when it resolves. @throws what the disk throws; then the old file is still there. */
export async function writeWholeFile(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  const file = await disk.open(temporary, "create");
  try {
    await fill(file, bytes);
    await disk.rename(temporary, path);
  } catch (error) {
    await disk.remove(temporary).catch(() => undefined); // the first error is the one to tell
    throw error;
  }
  await disk.syncDir(dirname(path));
}

async function fill(file: DiskFile, bytes: Uint8Array): Promise<void> {
  try {
    const written = await file.write(bytes, 0);
    if (written < bytes.length) throw new Error("Short write: the disk took fewer bytes than it was given");
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The text of the last (or first) bytes of a file; `undefined` when there is none. */
export async function readPart(
  disk: Disk,
  path: string,
  part: { readonly from: "start" | "end"; readonly maxBytes: number },
): Promise<string | undefined> {
  const stat = await disk.stat(path);
  if (stat === undefined) return undefined;
  const file = await disk.open(path, "read");
  try {
    const bytes = new Uint8Array(Math.min(stat.sizeBytes, part.maxBytes));
    const length = await file.read(bytes, part.from === "start" ? 0 : stat.sizeBytes - bytes.length);
    return new TextDecoder().decode(bytes.subarray(0, length));
  } finally {
    await file.close();
  }
}
