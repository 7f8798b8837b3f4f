/**
 * The accesses file: what the touches in the log add up to, and up to which place in history, so that opening need not read them all
 * again. Derived: when it is gone, damaged or of another form, the touches are read. Format: docs/format/memory.md, "Accesses".
 */
import { posix } from "node:path";
import { crc32 } from "node:zlib";
import { isFrameId, type Disk } from "@vidmem/frames";
import { createAccessTable, type AccessTable } from "./access-table.ts";
import { readPart, writeWholeFile } from "./whole-file.ts";

const NAME = "accesses.bin";
/** "VMAC", and the version. */
const MAGIC = 0x564d4143;
const VERSION = 2;
const HEADER_BYTES = 24;
const ROW_BYTES = 24;
const CRC_BYTES = 4;

/** The form before: read when there is no newer one, and removed by the next close. */
const NAME_V1 = "accesses.json";
const VERSION_V1 = 1;
const MAX_BYTES_V1 = 1024 * 1024 * 1024;

/** All accesses up to a place in history. */
export interface AccessesUpTo {
  readonly reach: number;
  readonly accesses: AccessTable;
}

/** @param folder the index's. */
export async function readAccessesFile(disk: Disk, folder: string): Promise<AccessesUpTo> {
  const found = (await readNewest(disk, posix.join(folder, NAME))) ?? (await readV1(disk, posix.join(folder, NAME_V1)));
  return found ?? { reach: 0, accesses: createAccessTable() };
}

/** @returns its name, when it is there and is not what was written: then the touches in the log are read instead. */
export async function damagedAccessesFile(disk: Disk, folder: string): Promise<string | undefined> {
  const path = posix.join(folder, NAME);
  const isWhole = (await disk.stat(path)) === undefined || (await readNewest(disk, path)) !== undefined;
  return isWhole ? undefined : NAME;
}

/** The next opening reads the touches again. */
export function removeAccessesFile(disk: Disk, folder: string): Promise<void> {
  return disk.remove(posix.join(folder, NAME));
}

/** Atomic: after a crash the old file is there or the new one. */
export async function writeAccessesFile(disk: Disk, folder: string, { reach, accesses }: AccessesUpTo): Promise<void> {
  const bytes = new Uint8Array(HEADER_BYTES + accesses.size * ROW_BYTES + CRC_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint32(4, VERSION);
  view.setFloat64(8, reach);
  view.setFloat64(16, accesses.size);
  let at = HEADER_BYTES;
  for (const { high, low, count, last } of accesses.rows()) {
    view.setUint32(at, high);
    view.setUint32(at + 4, low);
    view.setFloat64(at + 8, count);
    view.setFloat64(at + 16, last);
    at += ROW_BYTES;
  }
  view.setUint32(at, crc32(bytes.subarray(0, at)));
  await writeWholeFile(disk, posix.join(folder, NAME), bytes);
  const before = posix.join(folder, NAME_V1);
  if ((await disk.stat(before)) !== undefined) await disk.remove(before);
}

async function readNewest(disk: Disk, path: string): Promise<AccessesUpTo | undefined> {
  if ((await disk.stat(path)) === undefined) return undefined;
  const file = await disk.open(path, "read");
  try {
    const bytes = new Uint8Array(await file.size());
    return (await file.read(bytes, 0)) === bytes.length ? decode(bytes) : undefined;
  } finally {
    await file.close();
  }
}

function decode(bytes: Uint8Array): AccessesUpTo | undefined {
  if (bytes.length < HEADER_BYTES + CRC_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - CRC_BYTES;
  const isOurs = view.getUint32(0) === MAGIC && view.getUint32(4) === VERSION;
  if (!isOurs || view.getFloat64(16) * ROW_BYTES !== end - HEADER_BYTES) return undefined;
  if (view.getUint32(end) !== crc32(bytes.subarray(0, end))) return undefined;
  const accesses = createAccessTable();
  for (let at = HEADER_BYTES; at < end; at += ROW_BYTES) {
    accesses.addRow({
      high: view.getUint32(at),
      low: view.getUint32(at + 4),
      count: view.getFloat64(at + 8),
      last: view.getFloat64(at + 16),
    });
  }
  return { reach: view.getFloat64(8), accesses };
}

async function readV1(disk: Disk, path: string): Promise<AccessesUpTo | undefined> {
  const text = await readPart(disk, path, { from: "start", maxBytes: MAX_BYTES_V1 });
  try {
    return fromJson(JSON.parse(text ?? "null"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function fromJson(value: unknown): AccessesUpTo | undefined {
  const { version, reach, accesses } = (value ?? {}) as Partial<Record<string, unknown>>;
  const isOurs =
    version === VERSION_V1 && Number.isSafeInteger(reach) && typeof accesses === "object" && accesses !== null;
  if (!isOurs) return undefined;
  const known = createAccessTable();
  for (const [id, entry] of Object.entries(accesses)) {
    const [count, last] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (isFrameId(id) && Number.isSafeInteger(count) && Number(count) > 0)
      known.add(id, { count: count as number, last: last as number | undefined });
  }
  return { reach: reach as number, accesses: known };
}
