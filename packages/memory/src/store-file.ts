/**
 * vidmem.json: says that a folder is a store, and which format it has. Written once, atomically; page: docs/format/store.md.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import { MemoryError } from "./errors.ts";

export const STORE_FILE = "vidmem.json";
export const STORE_VERSION = 1;

/** What the file holds. */
export interface StoreFile {
  readonly format: "vidmem";
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** @returns the file's content, or `undefined` when there is none. @throws MemoryError MEMORY_FORMAT for anything else. */
export async function readStoreFile(disk: Disk, dir: string): Promise<StoreFile | undefined> {
  const path = join(dir, STORE_FILE);
  const stat = await disk.stat(path);
  if (stat === undefined) return undefined;
  const file = await disk.open(path, "read");
  try {
    const bytes = new Uint8Array(Math.min(stat.sizeBytes, 65_536));
    const length = await file.read(bytes, 0);
    return parse(new TextDecoder().decode(bytes.subarray(0, length)), path);
  } finally {
    await file.close();
  }
}

/** Writes the file so that it is there whole or not at all. */
export async function writeStoreFile(disk: Disk, dir: string, createdAt: number): Promise<StoreFile> {
  const content: StoreFile = { format: "vidmem", version: STORE_VERSION, createdAt: new Date(createdAt).toISOString() };
  const bytes = new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
  const temporary = join(dir, `${STORE_FILE}.${randomBytes(4).toString("hex")}.tmp`);
  const file = await disk.open(temporary, "create");
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.rename(temporary, join(dir, STORE_FILE));
  await disk.syncDir(dir);
  return content;
}

function parse(text: string, path: string): StoreFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new MemoryError(
      "MEMORY_FORMAT",
      `${path} is damaged: it is no JSON. Restore it from a backup; the frames are not touched.`,
      {
        details: { path },
        cause,
      },
    );
  }
  const file = value as Partial<StoreFile> | null;
  if (file?.format !== "vidmem" || typeof file.version !== "number") {
    throw new MemoryError("MEMORY_FORMAT", `${path} does not describe a vidmem store. Choose another folder.`, {
      details: { path },
    });
  }
  if (file.version > STORE_VERSION) {
    const message = `${path} has format version ${file.version}; this program reads up to ${STORE_VERSION}. Use a newer vidmem.`;
    throw new MemoryError("MEMORY_FORMAT", message, { details: { path, version: file.version } });
  }
  return file as StoreFile;
}
