/**
 * Disk: the port through which this room touches storage; the few calls that a crash-safe log needs, and no more.
 * Implementations: node-disk.ts (the real one), memory-disk.ts; tests wrap either to count calls or to fail.
 * Invariants: failures reject with an error whose `code` is a system code ("ENOENT", "ENOSPC", …); nothing is durable
 * before `datasync`/`sync` (contents) and `syncDir` (names) resolved. Paths are absolute.
 */

/** What a path is. */
export type DiskEntryType = "file" | "directory" | "other";

/** One name in a folder. */
export interface DiskEntry {
  readonly name: string;
  readonly type: DiskEntryType;
}

/** What `stat` tells about a path; links are followed. */
export interface DiskStat {
  readonly type: DiskEntryType;
  readonly sizeBytes: number;
}

/** An open file. All positions are bytes from 0. */
export interface DiskFile {
  /** Reads into all of `into`, or up to the file's end; resolves to the number of bytes read. */
  read(into: Uint8Array, position: number): Promise<number>;
  /** `read` without a trip through the event loop: for the small reads behind a lookup, a few µs from the page cache. */
  readSync(into: Uint8Array, position: number): number;
  /** Writes bytes; resolves to the number written, which is short only when the disk refuses more. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Makes contents and size durable. */
  datasync(): Promise<void>;
  /** Makes contents and all attributes durable. */
  sync(): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

/** How to open a file: an existing one to read, an existing one to read and write, or a new one (EEXIST otherwise). */
export type DiskOpenMode = "read" | "write" | "create";

/** How writes through an opened file behave. */
export interface DiskOpenOptions {
  /** Each `write` is durable (contents and size) when it resolves, as if a `datasync` followed. Default false. */
  readonly writeThrough?: boolean | undefined;
}

/** An exclusive lock that is held until `release` or the end of the process. */
export interface DiskLock {
  release(): Promise<void>;
}

/** Storage with explicit durability. */
export interface Disk {
  open(path: string, mode: DiskOpenMode, options?: DiskOpenOptions): Promise<DiskFile>;
  readdir(path: string): Promise<readonly DiskEntry[]>;
  /** Makes one folder; its parent must exist. Resolves to false when the folder was already there. */
  mkdir(path: string): Promise<boolean>;
  /** Resolves to undefined when there is nothing at the path. */
  stat(path: string): Promise<DiskStat | undefined>;
  /** Moves a file, replacing a file at `to`; or a folder with all that is in it, to where there is nothing or an empty folder. */
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name; EEXIST when there is something, EXDEV or EPERM where links cannot be made. */
  link(from: string, to: string): Promise<void>;
  /** Removes one file. */
  remove(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncDir(path: string): Promise<void>;
  /** Takes the exclusive lock on a path. @throws FRAMES_LOCKED naming the holder's pid when someone has it. */
  lock(path: string): Promise<DiskLock>;
}
