/** Testing door of `@vidmem/frames`: a disk that lies and dies, for every room which must survive it. */
export { crashDisk } from "./crash-disk.ts";
export type { CrashDisk, CrashDiskOptions } from "./crash-disk.ts";
export type { CrashDiskFaults } from "./faults.ts";
export { crashPoints } from "./crash-points.ts";
export type { CrashPoint, Survivor } from "./crash-points.ts";
export type { DiskEvent, Recording } from "./recording.ts";
export type { DiskOperation, Volume } from "./volume.ts";
export { KEEP_ALL, KEEP_NOTHING } from "./adversary.ts";
export { createSeededRandom } from "./random.ts";
export type { SeededRandom } from "./random.ts";
