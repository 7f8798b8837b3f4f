/**
 * Faults: what goes wrong on a crash disk while the power is on, and at which step it goes off.
 */
import type { DiskOperation } from "./volume.ts";

/** What goes wrong. */
export interface CrashDiskFaults {
  /** The power fails while the operation with this number, from 1, is under way: it may survive, in parts or not at all. */
  readonly stopAtStep?: number | undefined;
  /**
   * Syncs of files and folders, and write-through writes, fail with EIO: the next one, or all. As on Linux the data are lost then,
   * although reads still show them and a later sync succeeds; sizes stay pending.
   */
  readonly failSync?: "never" | "once" | "always" | undefined;
  /** Bytes that can still be written, overwriting included; then writes get short, then fail with ENOSPC. Default: no end. */
  readonly capacityBytes?: number | undefined;
  /** Everything that changes the disk fails with EROFS. Default false. */
  readonly isReadOnly?: boolean | undefined;
}

/** The faults of one disk. */
export interface Faults {
  set(faults: CrashDiskFaults): void;
  assertWritable(): void;
  stopsAt(step: number): boolean;
  /** Tells whether an operation fails as it ends; only syncs do. */
  failsSync(operation: DiskOperation): boolean;
  /** Takes space for as many bytes as there is. @throws ENOSPC when there is none. */
  takeSpace(sizeBytes: number): number;
}

/** Creates the faults of a disk. */
export function createFaults(initial: CrashDiskFaults): Faults {
  let { stopAtStep, failSync = "never", capacityBytes = Number.POSITIVE_INFINITY, isReadOnly = false } = initial;
  return {
    set: (faults) => {
      ({
        stopAtStep = stopAtStep,
        failSync = failSync,
        capacityBytes = capacityBytes,
        isReadOnly = isReadOnly,
      } = faults);
    },
    assertWritable: () => {
      if (isReadOnly) throw systemError("EROFS", "the file system is read-only");
    },
    stopsAt: (step) => step === stopAtStep,
    failsSync: (operation) => {
      const { type } = operation;
      const isSync = type === "sync" || type === "syncDir" || (type === "write" && operation.writeThrough);
      if (!isSync || failSync === "never") return false;
      if (failSync === "once") failSync = "never";
      return true;
    },
    takeSpace: (sizeBytes) => {
      if (sizeBytes > 0 && capacityBytes <= 0) throw systemError("ENOSPC", "the disk is full");
      const taken = Math.min(sizeBytes, capacityBytes);
      capacityBytes -= taken;
      return taken;
    },
  };
}

/** An error as the system raises it. */
export function systemError(code: string, what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}
