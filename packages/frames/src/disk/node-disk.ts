/**
 * Node disk: the Disk port on the local file system. Callback calls, not FileHandle: design log-notes §1 measured them faster.
 * Invariants: `read` and `write` go on until all is done, the file ends, or the disk refuses; descriptors are close-on-exec.
 */
import fs from "node:fs";
import { systemCode } from "../errors.ts";
import { acquireLock } from "../lock/lock.ts";
import type { Disk, DiskEntry, DiskEntryType, DiskFile, DiskOpenMode, DiskOpenOptions, DiskStat } from "./disk.ts";

const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = fs.constants;
const FLAGS: Readonly<Record<DiskOpenMode, number>> = {
  read: O_RDONLY,
  write: O_RDWR,
  create: O_RDWR | O_CREAT | O_EXCL,
};
/** 0 where the system has no such flag (Windows): there each write is followed by a datasync. */
const WRITE_THROUGH: number = fs.constants.O_DSYNC ?? 0;
const FILE_MODE = 0o600; // memories are private by default
const FOLDER_MODE = 0o700;

/** The real disk. */
export function nodeDisk(): Disk {
  return {
    open: openFile,
    readdir: readEntries,
    mkdir: makeFolder,
    stat: readStat,
    rename: (from, to) => run((done) => fs.rename(from, to, done)),
    link: (from, to) => run((done) => fs.link(from, to, done)),
    remove: (path) => run((done) => fs.unlink(path, done)),
    syncDir,
    lock: acquireLock,
  };
}

/** Whether a disk opens files as this one does, unwrapped: then another thread can open them, too. */
export function isNodeDisk(disk: Disk): boolean {
  return disk.open === openFile;
}

async function openFile(path: string, mode: DiskOpenMode, options: DiskOpenOptions = {}): Promise<DiskFile> {
  const { writeThrough = false } = options;
  const flags = FLAGS[mode] | (writeThrough ? WRITE_THROUGH : 0);
  const fd = await call<number>((done) => fs.open(path, flags, FILE_MODE, done));
  return nodeFile(fd, writeThrough && WRITE_THROUGH === 0);
}

function nodeFile(fd: number, syncsEachWrite: boolean): DiskFile {
  let closing: Promise<void> | undefined;
  const write = (bytes: Uint8Array, position: number): Promise<number> => writeFully(fd, bytes, position);
  return {
    read: (into, position) => readFully(fd, into, position),
    readSync: (into, position) => readFullySync(fd, into, position),
    write: syncsEachWrite ? (bytes, position) => writeAndSync(fd, bytes, position) : write,
    datasync: () => run((done) => fs.fdatasync(fd, done)),
    sync: () => run((done) => fs.fsync(fd, done)),
    truncate: (sizeBytes) => run((done) => fs.ftruncate(fd, sizeBytes, done)),
    size: async () => fs.fstatSync(fd).size, // of an open file it is in memory; an opening asks it of each segment
    close: () => (closing ??= run((done) => fs.close(fd, done))),
  };
}

async function readFully(fd: number, into: Uint8Array, position: number): Promise<number> {
  let done = 0;
  while (done < into.length) {
    const count = await call<number>((cb) => fs.read(fd, into, done, into.length - done, position + done, cb));
    if (count === 0) break;
    done += count;
  }
  return done;
}

function readFullySync(fd: number, into: Uint8Array, position: number): number {
  let done = 0;
  while (done < into.length) {
    const count = fs.readSync(fd, into, done, into.length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

async function writeAndSync(fd: number, bytes: Uint8Array, position: number): Promise<number> {
  const written = await writeFully(fd, bytes, position);
  await run((done) => fs.fdatasync(fd, done));
  return written;
}

/** One promise for a write that is done at once, as nearly all are: every saver waits for it. */
function writeFully(fd: number, bytes: Uint8Array, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.write(fd, bytes, 0, bytes.length, position, (error, count) => {
      if (error !== null) reject(error);
      else if (count === 0 || count === bytes.length) resolve(count);
      else resolve(writeFully(fd, bytes.subarray(count), position + count).then((rest) => count + rest));
    });
  });
}

async function readEntries(path: string): Promise<readonly DiskEntry[]> {
  const entries = await call<fs.Dirent[]>((done) => fs.readdir(path, { withFileTypes: true }, done));
  return entries.map((entry) => ({ name: entry.name, type: typeOf(entry) }));
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await run((done) => fs.mkdir(path, FOLDER_MODE, done));
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
}

async function readStat(path: string): Promise<DiskStat | undefined> {
  try {
    const stat = await call<fs.Stats>((done) => fs.stat(path, done));
    return { type: typeOf(stat), sizeBytes: stat.size };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function syncDir(path: string): Promise<void> {
  if (process.platform === "win32") return; // Windows cannot sync a folder; NTFS journals names itself
  const fd = await call<number>((done) => fs.open(path, "r", done));
  try {
    await run((done) => fs.fsync(fd, done));
  } finally {
    await run((done) => fs.close(fd, done));
  }
}

function typeOf(entry: { isFile(): boolean; isDirectory(): boolean }): DiskEntryType {
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "directory" : "other";
}

/** Turns one callback call into a promise. */
function call<T>(start: (done: (error: Error | null, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => {
      if (error === null) resolve(value);
      else reject(error);
    });
  });
}

/** The same for calls without a result. */
function run(start: (done: (error: Error | null) => void) => void): Promise<void> {
  return call<void>((done) => start((error) => done(error, undefined)));
}
