/** A disk around another one that counts calls and can be told to fail. */
import type { Disk, DiskFile } from "../../src/index.ts";

/** "through" comes after a write-through write and stands for its sync. */
export type DiskStep =
  | "write"
  | "through"
  | "datasync"
  | "sync"
  | "syncDir"
  | "truncate"
  | "create"
  | "open"
  | "rename"
  | "remove";

export interface WrappedDisk extends Disk {
  readonly counts: Record<DiskStep, number>;
  /** Files that are open now. */
  readonly openFiles: ReadonlySet<string>;
  /** Called before each step; throw to fail it. A number returned for "write" makes that write short. */
  onStep: (step: DiskStep, path: string) => number | void;
}

export function wrapDisk(inner: Disk): WrappedDisk {
  const counts = {
    write: 0,
    through: 0,
    datasync: 0,
    sync: 0,
    syncDir: 0,
    truncate: 0,
    create: 0,
    open: 0,
    rename: 0,
    remove: 0,
  };
  const handles = new Set<string>();
  let opened = 0;
  const step = (name: DiskStep, path: string): number | void => {
    counts[name]++;
    return wrapped.onStep(name, path);
  };
  const wrapped: WrappedDisk = {
    ...inner,
    counts,
    openFiles: handles,
    onStep: () => undefined,
    open: async (path, mode, options) => {
      step(mode === "create" ? "create" : "open", path);
      const file = await inner.open(path, mode, options);
      const handle = `${++opened} ${path}`;
      handles.add(handle);
      const onClose = (): void => void handles.delete(handle);
      return wrapFile(file, { path, step, isThrough: options?.writeThrough === true, onClose });
    },
    syncDir: async (path) => {
      step("syncDir", path);
      await inner.syncDir(path);
    },
    rename: async (from, to) => {
      step("rename", from);
      await inner.rename(from, to);
    },
    remove: async (path) => {
      step("remove", path);
      await inner.remove(path);
    },
  };
  return wrapped;
}

interface Wrapping {
  readonly path: string;
  readonly step: (name: DiskStep, path: string) => number | void;
  readonly isThrough: boolean;
  readonly onClose: () => void;
}

function wrapFile(inner: DiskFile, { path, step, isThrough, onClose }: Wrapping): DiskFile {
  return {
    ...inner,
    write: async (bytes, position) => {
      const short = step("write", path);
      const written = await inner.write(typeof short === "number" ? bytes.subarray(0, short) : bytes, position);
      if (isThrough) step("through", path);
      return written;
    },
    datasync: async () => {
      step("datasync", path);
      await inner.datasync();
    },
    sync: async () => {
      step("sync", path);
      await inner.sync();
    },
    truncate: async (sizeBytes) => {
      step("truncate", path);
      await inner.truncate(sizeBytes);
    },
    close: async () => {
      onClose();
      await inner.close();
    },
  };
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
