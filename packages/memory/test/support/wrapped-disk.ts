/** A disk around another one that can be told to fail. */
import type { Disk, DiskFile } from "@vidmem/frames";

export type DiskStep = "open" | "create" | "read" | "write" | "sync" | "stat" | "mkdir" | "rename" | "lock";

export interface WrappedDisk extends Disk {
  /** Called before each step; throw to fail it. A number returned for "write" makes that write short. */
  onStep: (step: DiskStep, path: string) => number | void;
}

export function wrapDisk(inner: Disk): WrappedDisk {
  const disk: WrappedDisk = {
    ...inner,
    onStep: () => undefined,
    open: async (path, mode, options) => {
      disk.onStep(mode === "create" ? "create" : "open", path);
      return wrapFile(await inner.open(path, mode, options), { path, disk, isThrough: options?.writeThrough === true });
    },
    stat: async (path) => {
      disk.onStep("stat", path);
      return inner.stat(path);
    },
    mkdir: async (path) => {
      disk.onStep("mkdir", path);
      return inner.mkdir(path);
    },
    rename: async (from, to) => {
      disk.onStep("rename", to);
      await inner.rename(from, to);
    },
    lock: async (path) => {
      disk.onStep("lock", path);
      return inner.lock(path);
    },
  };
  return disk;
}

/** The same disk, mounted read-only. */
export function readOnlyDisk(inner: Disk): Disk {
  const disk = wrapDisk(inner);
  disk.onStep = (step) => {
    if (["create", "write", "mkdir", "rename", "lock"].includes(step)) throw systemError("EROFS");
  };
  return disk;
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** A write-through write is a write and a sync. */
function wrapFile(
  inner: DiskFile,
  { path, disk, isThrough }: { readonly path: string; readonly disk: WrappedDisk; readonly isThrough: boolean },
): DiskFile {
  return {
    ...inner,
    read: async (into, position) => {
      disk.onStep("read", path);
      return inner.read(into, position);
    },
    write: async (bytes, position) => {
      const short = disk.onStep("write", path);
      const written = await inner.write(typeof short === "number" ? bytes.subarray(0, short) : bytes, position);
      if (isThrough) disk.onStep("sync", path);
      return written;
    },
    datasync: async () => {
      disk.onStep("sync", path);
      await inner.datasync();
    },
    sync: async () => {
      disk.onStep("sync", path);
      await inner.sync();
    },
  };
}
