/**
 * Crash disk: the Disk port on a volume in memory that can lie and die: failing syncs, full disks, power loss at a chosen step.
 * Invariants: after power loss every call fails with EIO and changes nothing; locks die with the power; the same calls with the
 * same seed leave the same image.
 */
import type { Disk } from "../disk/disk.ts";
import { lockedError } from "../lock/holder.ts";
import { filesOf, survivingVolume } from "./adversary.ts";
import type { DiskMachine } from "./crash-file.ts";
import { createNameCalls } from "./crash-names.ts";
import { createFaults, systemError } from "./faults.ts";
import type { CrashDiskFaults } from "./faults.ts";
import type { DiskEvent, Recording } from "./recording.ts";
import { beginOperation, createVolume, endOperation, forkVolume } from "./volume.ts";
import type { DiskOperation, Volume } from "./volume.ts";

const SECTOR_BYTES = 512;

/** How a crash disk behaves. */
export interface CrashDiskOptions extends CrashDiskFaults {
  /** Bytes that survive together, 512 or 4096. Default 512; a mounted image keeps its own. */
  readonly sectorBytes?: 512 | 4096 | undefined;
  /** Keeps what happens for `recording()`. Default false. */
  readonly record?: boolean | undefined;
  /** Turns of the event loop that an operation takes, asked once for each. Default 0: it ends where it begins. */
  readonly latency?: ((operation: DiskOperation) => number) | undefined;
}

/** A disk whose durability can be put to the test. */
export interface CrashDisk extends Disk {
  /** Operations that began: every call that changes the disk or syncs. */
  readonly steps: number;
  /** True after power loss. */
  readonly isOff: boolean;
  /** Changes what goes wrong from now on; fields not given stay. */
  setFaults(faults: CrashDiskFaults): void;
  /** Cuts the power: calls fail with EIO from now on. */
  powerOff(): void;
  /** Cuts the power and gives the disk that the adversary of a seed lets survive (0 keeps all, 1 nothing pending). */
  crash(seed: number, options?: CrashDiskOptions): CrashDisk;
  /** Notes something between the events of the recording. */
  mark(value: unknown): void;
  /** The run so far. @throws Error without `record`. */
  recording(): Recording;
  /** Path and contents of each file as the process sees them. */
  files(): Iterable<readonly [string, Uint8Array]>;
}

/** Creates an empty crash disk. */
export function crashDisk(options: CrashDiskOptions = {}): CrashDisk {
  return crashDiskOn(createVolume(options.sectorBytes ?? SECTOR_BYTES), options);
}

/** A crash disk on a volume, which it changes from then on. */
export function crashDiskOn(volume: Volume, options: CrashDiskOptions = {}): CrashDisk {
  const faults = createFaults(options);
  const base = options.record === true ? forkVolume(volume) : undefined;
  const events: DiskEvent[] = [];
  const locks = new Set<string>();
  let steps = 0;
  let isOff = false;
  const assertOn = (): void => {
    if (isOff) throw systemError("EIO", "the power is off");
  };
  const note = (event: DiskEvent): void => {
    if (base !== undefined && !isOff) events.push(event);
  };
  const perform = async (operation: DiskOperation): Promise<number> => {
    faults.assertWritable();
    const step = ++steps;
    note({ type: "begin", step, operation });
    beginOperation(volume, step, operation);
    if (faults.stopsAt(step)) isOff = true;
    for (let turns = options.latency?.(operation) ?? 0; turns > 0; turns--) await new Promise(setImmediate);
    assertOn();
    const hasFailed = faults.failsSync(operation);
    endOperation(volume, step, hasFailed);
    note({ type: "end", step, operation, hasFailed });
    if (hasFailed) throw systemError("EIO", "the sync failed");
    return step;
  };
  const machine: DiskMachine = { volume, assertOn, perform, takeSpace: (sizeBytes) => faults.takeSpace(sizeBytes) };
  const powerOff = (): void => {
    isOff = true;
  };
  return {
    ...createNameCalls(machine),
    lock: async (path) => {
      assertOn();
      if (locks.has(path)) throw lockedError(path, { pid: process.pid });
      locks.add(path);
      return { release: async () => void locks.delete(path) };
    },
    get steps() {
      return steps;
    },
    get isOff() {
      return isOff;
    },
    setFaults: (next) => faults.set(next),
    powerOff,
    crash: (seed, next) => {
      powerOff();
      return crashDiskOn(survivingVolume(volume, seed), next);
    },
    mark: (value) => note({ type: "mark", value }),
    recording: () => {
      if (base === undefined) throw new Error("This disk keeps no recording: open it with record: true");
      return { base, events };
    },
    files: () => filesOf(volume),
  };
}
