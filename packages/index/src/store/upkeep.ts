/**
 * Upkeep: one worker writes pending documents into segments and merges segments, one task at a time. It can be paused, awaited and
 * stopped. A task that fails is tried again with the next document; searches go on from memory.
 */
import { createBuildSchedule, type BuildSchedule } from "./build-schedule.ts";
import { isDamage } from "./noticing-damage.ts";
import { CROWDED_SEGMENTS, planMerge } from "./merge-plan.ts";
import { createStandingSegments, type StandingOptions } from "./standing-segments.ts";
import { createUpkeepTasks, type UpkeepTaskOptions } from "./upkeep-tasks.ts";

export interface IndexUpkeep {
  /** Says that frames up to a place in history have been seen, and that documents may wait. */
  notice(seq: number): void;
  /** Resolves when few enough documents wait that more may come; `undefined` when that is so now. */
  readonly ready: BuildSchedule["ready"];
  /** Many documents are coming: builds wait for large batches until what this gives back is called. */
  readonly bulk: BuildSchedule["bulk"];
  /** Writes anew every segment with one of these documents; nothing of them is left in any file when it resolves. */
  erase(refs: readonly number[]): Promise<void>;
  /** Resolves when nothing waits or runs (or it is paused and nothing runs). */
  idle(): Promise<void>;
  pause(): void;
  resume(): void;
  /**
   * Damage was met: what is on disk is not named by any manifest from now on, so that the next opening makes the index again from the log.
   * Searches go on with what can be read. A reader without the lock changes nothing.
   */
  readonly distrust: () => void;
  /** A search holds segment files from here until it calls what this gives back. */
  readonly hold: () => () => void;
  stats(): UpkeepStats;
  /** Writes what is pending and lets go of everything. */
  readonly close: () => Promise<void>;
}

export interface UpkeepStats {
  readonly segments: number;
  readonly sizeBytes: number;
  readonly pending: number;
  /** What the worker does now. */
  readonly state: "idle" | "building" | "merging" | "paused";
  /** Whether segments wait for being merged. */
  readonly isMergeDue: boolean;
  readonly builds: number;
  readonly merges: number;
  /** The last failure of a task, if the next one has not come yet. */
  readonly failure: string | undefined;
}

export interface UpkeepOptions extends StandingOptions, UpkeepTaskOptions {
  /** Pending documents that start a build soon, and at once. */
  readonly startAt: number;
  readonly forceAt: number;
}

export function createUpkeep(options: UpkeepOptions): IndexUpkeep {
  const { contents, runner, readOnly } = options;
  const { pending } = contents;
  let running: Promise<void> | undefined;
  let isPaused = false;
  let isClosing = false;
  let doing: "building" | "merging" = "building";
  const counts = { building: 0, merging: 0 };
  let failure: string | undefined;

  const standing = createStandingSegments(options);
  const schedule = createBuildSchedule({
    ...options,
    pending,
    work,
    isRunning: () => running !== undefined,
    mayStart: () => !readOnly && !isPaused && !isClosing && running === undefined,
  });
  const tasks = createUpkeepTasks(options, standing, {
    begun(task) {
      doing = task;
      if (task === "building") schedule.begun();
    },
    done(task) {
      counts[task]++;
      schedule.letGoOn();
    },
  });

  /** Runs tasks until less than `startAt` documents wait and no merge is due. */
  function work(): Promise<void> {
    schedule.cancel();
    running ??= keepingFailure(runTasks).finally(ended);
    return running;
  }

  function ended(): void {
    running = undefined;
    schedule.letGoOn();
  }

  function noticing(error: unknown): never {
    if (isDamage(error)) standing.distrust();
    throw error;
  }

  async function keepingFailure(run: () => Promise<void>): Promise<void> {
    try {
      await run().catch(noticing);
      failure = undefined;
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
  }

  /** Builds come first, unless so many segments lie there that every search pays for them. */
  async function runTasks(): Promise<void> {
    while (!isPaused && !isClosing) {
      const merge = standing.isDistrusted ? undefined : planMerge(standing.files);
      const isCrowded = merge !== undefined && standing.files.length >= CROWDED_SEGMENTS;
      const isWaiting = schedule.hasBatch() && !isCrowded;
      // A merge writes down what has ended up to the reach: what waits is built first, so that the reach comes so far.
      const isBehind = merge !== undefined && pending.count > 0 && contents.endedBehind(standing.reach).length > 0;
      if (isWaiting || isBehind) await tasks.build();
      else if (merge !== undefined) await tasks.merge(merge);
      else return;
    }
  }

  // What an earlier session had no time for.
  if (!readOnly && planMerge(standing.files) !== undefined) schedule.startSoon();

  return {
    notice(seq) {
      standing.see(seq);
      schedule.consider();
    },
    ready: schedule.ready,
    bulk: schedule.bulk,
    async erase(refs) {
      if (readOnly || refs.length === 0) return;
      while (running !== undefined) await running;
      running = tasks.erase(refs).catch(noticing).finally(ended);
      await running;
    },
    async idle() {
      if (schedule.isWaiting && !isPaused) void work();
      while (running !== undefined) await running;
    },
    pause() {
      isPaused = true;
      schedule.cancel();
    },
    resume() {
      isPaused = false;
      if (!readOnly && schedule.hasBatch()) void work();
    },
    distrust: standing.distrust,
    hold: standing.hold,
    stats: () => ({
      segments: standing.files.length,
      sizeBytes: standing.files.reduce((sum, { segment }) => sum + segment.sizeBytes, 0),
      pending: pending.count,
      state: running !== undefined ? doing : isPaused ? "paused" : "idle",
      isMergeDue: planMerge(standing.files) !== undefined,
      builds: counts.building,
      merges: counts.merging,
      failure,
    }),
    async close() {
      isClosing = true;
      schedule.cancel();
      while (running !== undefined) await running;
      if (!readOnly) {
        if (!standing.isDistrusted) await keepingFailure(tasks.buildAll);
        if (!standing.isDistrusted) await keepingFailure(tasks.mergeBeforeClosing);
        await standing.settle();
      }
      await runner.close();
      await standing.close();
    },
  };
}
