/** A disk around another one that counts calls and can be told to fail. */
import type { Disk, DiskFile } from "../../src/index.ts";

export interface WrappedDisk extends Disk {
  readonly counts: Record<"write" | "datasync" | "sync" | "syncDir", number>;
  /** Called before each counted step; throw to fail it. A number returned for "write" makes that write short. */
  onStep: (step: "write" | "datasync" | "sync" | "syncDir" | "truncate" | "create", path: string) => number | void;
}

export function wrapDisk(inner: Disk): WrappedDisk {
  const counts = { write: 0, datasync: 0, sync: 0, syncDir: 0 };
  const wrapped: WrappedDisk = {
    ...inner,
    counts,
    onStep: () => undefined,
    open: async (path, mode, options) => {
      if (mode === "create") wrapped.onStep("create", path);
      return wrapFile(await inner.open(path, mode, options), path, wrapped);
    },
    syncDir: async (path) => {
      counts.syncDir++;
      wrapped.onStep("syncDir", path);
      await inner.syncDir(path);
    },
  };
  return wrapped;
}

function wrapFile(inner: DiskFile, path: string, disk: WrappedDisk): DiskFile {
  return {
    ...inner,
    write: async (bytes, position) => {
      disk.counts.write++;
      const short = disk.onStep("write", path);
      return inner.write(typeof short === "number" ? bytes.subarray(0, short) : bytes, position);
    },
    datasync: async () => {
      disk.counts.datasync++;
      disk.onStep("datasync", path);
      await inner.datasync();
    },
    sync: async () => {
      disk.counts.sync++;
      disk.onStep("sync", path);
      await inner.sync();
    },
    truncate: async (sizeBytes) => {
      disk.onStep("truncate", path);
      await inner.truncate(sizeBytes);
    },
  };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
