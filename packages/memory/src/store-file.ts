/**
 * vidmem.json: says that a folder is a store, and which format it has. Written once, atomically; page: docs/format/memory.md.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { isVidmemError, nodeDisk, type Disk } from "@vidmem/frames";
import { MemoryError } from "./errors.ts";
import { readPart, writeWholeFile } from "./whole-file.ts";

/** Its name in the folder. */
export const STORE_FILE = "vidmem.json";
const STORE_VERSION = 1;
const MAX_BYTES = 65_536;

/** What the file holds. */
export interface StoreFile {
  readonly format: "vidmem";
  readonly version: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** @returns the file's content, or `undefined` when there is none. @throws MemoryError MEMORY_FORMAT for anything else, MEMORY_IO. */
export async function readStoreFile(disk: Disk, dir: string): Promise<StoreFile | undefined> {
  const path = join(dir, STORE_FILE);
  const text = await readPart(disk, path, { from: "start", maxBytes: MAX_BYTES }).catch((cause: unknown) => {
    throw ioError("read", path, cause);
  });
  return text === undefined ? undefined : parse(text, path);
}

/** Whether an error says that vidmem.json is damaged (not newer, not another program's): then it may be set aside. */
export function isStoreFileDamage(error: unknown): boolean {
  return isVidmemError(error) && error.code === "MEMORY_FORMAT" && error.cause instanceof SyntaxError;
}

/**
 * Moves a damaged vidmem.json to a name beside it, so that the next opening for writing makes a new one.
 * @returns its new path. @throws MemoryError MEMORY_IO
 */
export async function setStoreFileAside(
  dir: string,
  { disk = nodeDisk() }: { readonly disk?: Disk | undefined } = {},
): Promise<string> {
  const path = join(dir, STORE_FILE);
  const aside = `${path}.damaged-${randomBytes(4).toString("hex")}`;
  try {
    await disk.rename(path, aside);
    await disk.syncDir(dir);
  } catch (cause) {
    throw ioError("move aside", path, cause);
  }
  return aside;
}

/** Writes the file so that it is there whole or not at all. @throws MemoryError MEMORY_IO */
export async function writeStoreFile(disk: Disk, dir: string, createdAt: number): Promise<StoreFile> {
  const content: StoreFile = { format: "vidmem", version: STORE_VERSION, createdAt: new Date(createdAt).toISOString() };
  const bytes = new TextEncoder().encode(`${JSON.stringify(content, null, 2)}\n`);
  try {
    await writeWholeFile(disk, join(dir, STORE_FILE), bytes);
  } catch (cause) {
    throw ioError("write", join(dir, STORE_FILE), cause);
  }
  return content;
}

function ioError(what: string, path: string, cause: unknown): Error {
  if (isVidmemError(cause)) return cause;
  return new MemoryError("MEMORY_IO", `Cannot ${what} ${path}. Check the folder, its permissions and the free space.`, {
    details: { path },
    cause,
  });
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
  if (file?.format !== "vidmem" || !isVersion(file.version)) {
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

function isVersion(version: unknown): version is number {
  return Number.isSafeInteger(version) && Number(version) >= 1;
}
