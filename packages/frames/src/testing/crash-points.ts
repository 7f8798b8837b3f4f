/**
 * Crash points: the disk at each moment of a recorded run, and what of it an adversary lets survive.
 * Invariant: replaying costs the run's writes once, whatever the number of crash points; images share all blocks.
 */
import { digestVolume, filesOf, survivingVolume } from "./adversary.ts";
import { crashDiskOn } from "./crash-disk.ts";
import type { CrashDisk, CrashDiskOptions } from "./crash-disk.ts";
import type { DiskEvent, Recording } from "./recording.ts";
import { beginOperation, endOperation, forkVolume } from "./volume.ts";
import type { Volume } from "./volume.ts";

/** A disk that survived. */
export interface Survivor {
  /** Equal for equal contents: who has checked one need not check the other. */
  readonly digest: string;
  /** Path and contents of each file. */
  files(): Iterable<readonly [string, Uint8Array]>;
  /** A disk of its own with these contents. */
  mount(options?: CrashDiskOptions): CrashDisk;
}

/** A moment at which the power may fail. */
export interface CrashPoint {
  /** Index of the last event that happened, or -1. */
  readonly at: number;
  /** Valid until the next point is asked for. Seeds: see adversary.ts. */
  survivor(seed: number): Survivor;
}

/**
 * Every moment of a run at which the disk differs from the moment before, and each one after which a mark follows.
 * `onMark` hears of the marks that lie before a point, in order, before the point is given out.
 */
export function* crashPoints(
  recording: Recording,
  onMark: (value: unknown) => void = () => undefined,
): Generator<CrashPoint, void, undefined> {
  const volume = forkVolume(recording.base);
  const point = (at: number): CrashPoint => ({ at, survivor: (seed) => survivorOf(survivingVolume(volume, seed)) });
  let isNew = true;
  for (const [at, event] of recording.events.entries()) {
    // A point comes after the marks that follow a change, so that it demands all that was promised by then.
    if (event.type === "mark") {
      onMark(event.value);
      isNew = true;
      continue;
    }
    if (isNew) yield point(at - 1);
    if (event.type === "begin") beginOperation(volume, event.step, event.operation);
    else endOperation(volume, event.step, event.hasFailed);
    isNew = changesSurvival(event);
  }
  if (isNew) yield point(recording.events.length - 1);
}

/** The volume as a survivor; nothing may be pending on it. */
function survivorOf(volume: Volume): Survivor {
  let digest: string | undefined;
  return {
    get digest() {
      return (digest ??= digestVolume(volume));
    },
    files: () => filesOf(volume),
    mount: (options) => crashDiskOn(forkVolume(volume), options),
  };
}

/** A sync does its work when it ends; everything else is pending from its begin, and a plain write's end means nothing. */
function changesSurvival({ type, operation }: Exclude<DiskEvent, { type: "mark" }>): boolean {
  const isSync = operation.type === "sync" || operation.type === "syncDir";
  if (type === "begin") return !isSync;
  return isSync || (operation.type === "write" && operation.writeThrough);
}
