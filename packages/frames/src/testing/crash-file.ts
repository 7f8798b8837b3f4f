/**
 * Crash file: an open file of a crash disk.
 * Invariants: bytes are copied when `write` is called; a closed file, or a write to one opened to read, fails with EBADF.
 */
import type { DiskFile, DiskOpenMode, DiskOpenOptions } from "../disk/disk.ts";
import type { Inode } from "./inode.ts";
import { systemError } from "./faults.ts";
import { isFolder } from "./names.ts";
import { readImage } from "./sectors.ts";
import type { DiskOperation, Volume } from "./volume.ts";

/** What an open file needs of its disk. */
export interface DiskMachine {
  readonly volume: Volume;
  /** @throws EIO after power loss. */
  assertOn(): void;
  /** Runs an operation which must be possible; resolves to its step. @throws EIO, EROFS. */
  perform(operation: DiskOperation): Promise<number>;
  /** How many of so many bytes the disk takes. @throws ENOSPC when none. */
  takeSpace(sizeBytes: number): number;
}

/** How a file is opened. */
export interface OpenRequest extends DiskOpenOptions {
  readonly path: string;
  readonly mode: DiskOpenMode;
}

/** Opens or creates a file. @throws ENOENT, EISDIR, EEXIST, ENOTDIR, EROFS, EIO. */
export async function openCrashFile(machine: DiskMachine, request: OpenRequest): Promise<DiskFile> {
  machine.assertOn();
  const { path, mode, writeThrough = false } = request;
  const node =
    mode === "create" ? await machine.perform({ type: "create", path }) : machine.volume.names.live.get(path);
  if (node === undefined) throw systemError("ENOENT", path);
  if (isFolder(node)) throw systemError("EISDIR", path);
  const inode = machine.volume.inodes.get(node);
  if (inode === undefined) throw new Error(`No inode ${node}`);
  return crashFile(machine, { inode, number: node, writeThrough, isReadOnly: mode === "read" });
}

interface Opened {
  readonly inode: Inode;
  readonly number: number;
  readonly writeThrough: boolean;
  readonly isReadOnly: boolean;
}

function crashFile(machine: DiskMachine, { inode, number, writeThrough, isReadOnly }: Opened): DiskFile {
  let isOpen = true;
  const assertOpen = (): void => {
    machine.assertOn();
    if (!isOpen) throw systemError("EBADF", "the file is closed");
  };
  const assertWritable = (): void => {
    assertOpen();
    if (isReadOnly) throw systemError("EBADF", "the file was opened to read");
  };
  const readSync = (into: Uint8Array, position: number): number => {
    assertOpen();
    return readImage(inode.live, into, position);
  };
  const sync = async (): Promise<void> => {
    assertOpen();
    await machine.perform({ type: "sync", inode: number });
  };
  return {
    read: async (into, position) => readSync(into, position),
    readSync,
    write: async (bytes, position) => {
      assertWritable();
      const taken = new Uint8Array(bytes.subarray(0, machine.takeSpace(bytes.length))); // slice of a Buffer would be a view
      await machine.perform({ type: "write", inode: number, position, bytes: taken, writeThrough });
      return taken.length;
    },
    datasync: sync,
    sync,
    truncate: async (sizeBytes) => {
      assertWritable();
      await machine.perform({ type: "truncate", inode: number, sizeBytes });
    },
    size: async () => {
      assertOpen();
      return inode.live.sizeBytes;
    },
    close: async () => {
      isOpen = false;
    },
  };
}
