/**
 * Upkeep: one worker writes pending documents into segments and merges segments, one task at a time. It can be paused, awaited and
 * stopped. A task that fails is tried again with the next document; searches go on from memory.
 */
import { posix } from "node:path";
import type { Disk } from "@vidmem/frames";
import type { EndWatch, IndexContents } from "../index-contents.ts";
import type { TaskRunner } from "./build-tasks.ts";
import {
  ANALYSIS_VERSION,
  MANIFEST_NAME,
  MANIFEST_VERSION,
  removeIfThere,
  segmentName,
  segmentNumber,
  writeManifest,
  type ManifestSegment,
} from "./manifest.ts";
import { concatBatches, takeBackEnds } from "../segment/document-batch.ts";
import { findDocument } from "../pending/end-in-section.ts";
import type { ListCache } from "../segment/list-cache.ts";
import type { Segment } from "../segment/segment-file.ts";
import { isDamage } from "./noticing-damage.ts";
import { planMerge, type MergePlan } from "./merge-plan.ts";
import { openSegmentFile, type SegmentFile } from "./segment-store.ts";

/**
 * A build takes at most so much, and while a bulk load lasts no less: a term costs the same however many documents hold it, and eight
 * such segments merge into the largest that are made.
 */
const BUILD_DOCUMENTS = 32_768;
const BUILD_TEXT_BYTES = 16 * 1_048_576;
/** With more waiting, whoever brings more is asked to wait: a build, and what comes while it is made. */
const BUSY_TEXT_BYTES = 2.5 * BUILD_TEXT_BYTES;
/** With more segments than this, a merge that is due does not wait for builds. */
const CROWDED_SEGMENTS = 16;
/** Closing merges segments of so many documents together, which takes milliseconds. */
const MERGED_AT_CLOSE = 2_048;
/** A few documents wait this long for more; in a bulk load whose source is slow, this long. */
const START_DELAY_MS = 100;
const BULK_DELAY_MS = 5_000;

export interface IndexUpkeep {
  /** Says that frames up to a place in history have been seen, and that documents may wait. */
  notice(seq: number): void;
  /** Resolves when few enough documents wait that more may come; `undefined` when that is so now. */
  ready(): Promise<void> | undefined;
  /** Many documents are coming: builds wait for large batches until what this gives back is called. */
  readonly bulk: () => () => void;
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

export interface UpkeepOptions {
  readonly dir: string;
  readonly disk: Disk;
  readonly readOnly: boolean;
  /** Keeps lists of segments. */
  readonly cache: ListCache;
  readonly runner: TaskRunner;
  readonly startAt: number;
  readonly forceAt: number;
  readonly contents: IndexContents;
  /** Oldest first. */
  readonly files: readonly SegmentFile[];
  readonly reach: number;
}

/** A segment that was written, what ended meanwhile, and what the index holds and reaches with it. */
interface Publication {
  readonly written: Segment;
  readonly watch: EndWatch;
  /** Pending documents up to here are forgotten. */
  readonly upTo: number;
  readonly reached: number;
}

export function createUpkeep(options: UpkeepOptions): IndexUpkeep {
  const { dir, disk, contents, runner, readOnly } = options;
  let files = [...options.files];
  let reach = options.reach;
  let seen = reach;
  let writtenEnds = contents.ended;
  let nextNumber = 1 + Math.max(0, ...files.map(({ name }) => segmentNumber(name) ?? 0));
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isPaused = false;
  let isClosing = false;
  let holders = 0;
  let retired: SegmentFile[] = [];
  const counts = { builds: 0, merges: 0 };
  let doing: "building" | "merging" = "building";
  let failure: string | undefined;
  /** Resolves when the manifest is gone, once damage was met. */
  let distrusted: Promise<void> | undefined;
  let bulkLoads = 0;
  /** A bulk load has brought little for a while: what is there is built. */
  let isSlow = false;
  let waiters: (() => void)[] = [];

  const isBusy = (): boolean => running !== undefined && contents.pending.textBytes > BUSY_TEXT_BYTES;

  function letGoOn(): void {
    if (isBusy()) return;
    for (const goOn of waiters.splice(0)) goOn();
  }

  /** Whether enough documents wait for a build, when `least` are enough outside of bulk loads. */
  function hasBatch(least: number): boolean {
    const { count, textBytes } = contents.pending;
    if (bulkLoads === 0 || isSlow) return count >= least;
    return count >= Math.max(least, BUILD_DOCUMENTS) || textBytes >= BUILD_TEXT_BYTES;
  }

  function start(): void {
    if (readOnly || isPaused || isClosing || running !== undefined) return;
    if (hasBatch(options.forceAt)) void work();
    else if (hasBatch(options.startAt)) timer ??= setTimeout(() => void work(), START_DELAY_MS).unref();
    else if (contents.pending.count >= options.startAt) timer ??= setTimeout(buildSlowly, BULK_DELAY_MS).unref();
  }

  function buildSlowly(): void {
    isSlow = true;
    void work().finally(() => (isSlow = false));
  }

  /** Runs tasks until less than `startAt` documents wait and no merge is due. */
  function work(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    running ??= keepingFailure(runTasks).finally(ended);
    return running;
  }

  function ended(): void {
    running = undefined;
    letGoOn();
  }

  async function keepingFailure(tasks: () => Promise<void>): Promise<void> {
    try {
      await tasks();
      failure = undefined;
    } catch (error) {
      if (isDamage(error)) distrust();
      failure = error instanceof Error ? error.message : String(error);
    }
  }

  function distrust(): void {
    if (!readOnly) distrusted ??= dropManifest();
  }

  async function dropManifest(): Promise<void> {
    // A task that writes one at this moment would bring it back.
    while (running !== undefined) await running;
    await removeIfThere(disk, posix.join(dir, MANIFEST_NAME)).catch(() => undefined);
  }

  /** Builds come first, unless so many segments lie there that every search pays for them. */
  async function runTasks(): Promise<void> {
    while (!isPaused && !isClosing) {
      const merge = distrusted === undefined ? planMerge(files) : undefined;
      const isCrowded = merge !== undefined && files.length >= CROWDED_SEGMENTS;
      const isWaiting = hasBatch(options.startAt) && !isCrowded;
      // A merge writes down what has ended up to the reach: what waits is built first, so that the reach comes so far.
      const isBehind = merge !== undefined && contents.pending.count > 0 && contents.endedBehind(reach).length > 0;
      if (isWaiting || isBehind) await build();
      else if (merge !== undefined) await rewrite(merge, []);
      else return;
    }
  }

  async function eraseNow(refs: readonly number[]): Promise<void> {
    if (refs.some((ref) => contents.pending.find(ref) !== undefined)) await buildAll();
    for (const file of files.filter(({ segment }) => holdsAny(segment, refs))) {
      const from = files.indexOf(file);
      await rewrite({ from, to: from + 1 }, refs);
    }
  }

  async function buildAll(): Promise<void> {
    while (contents.pending.count > 0) await build();
  }

  async function build(): Promise<void> {
    isSlow = false;
    doing = "building";
    const watch = contents.watchEnds();
    const { batches, upTo, documents } = contents.pending.takeForBuild(BUILD_DOCUMENTS, BUILD_TEXT_BYTES);
    const isAll = contents.pending.count === documents;
    const reached = isAll ? Math.max(seen, upTo) : upTo;
    const notYet = new Set(contents.endedBehind(reached).map(({ ref }) => ref));
    const name = segmentName(nextNumber++);
    const batch = concatBatches(batches);
    takeBackEnds(batch, notYet);
    const { sizeBytes } = await runner.run({ kind: "build", path: posix.join(dir, name), batch });
    const file = await openSegmentFile(options, { name, sizeBytes, documents, lastRef: upTo, ends: {} });
    counts.builds++;
    await publish([...files, file], { upTo, reached, written: file.segment, watch });
    letGoOn();
  }

  /** Programs that save a little and close leave a segment each: what is quickly merged is merged before they end. */
  async function mergeSmall(): Promise<void> {
    for (let plan = planMerge(files); plan !== undefined; plan = planMerge(files)) {
      const documents = files.slice(plan.from, plan.to).reduce((sum, file) => sum + file.documents, 0);
      if (documents > MERGED_AT_CLOSE) return;
      await rewrite(plan, []);
    }
  }

  /** Writes neighbours as one segment, without the documents that are to be erased. */
  async function rewrite({ from, to }: MergePlan, without: readonly number[]): Promise<void> {
    doing = "merging";
    const watch = contents.watchEnds();
    const old = files.slice(from, to);
    const name = segmentName(nextNumber++);
    const reached = contents.pending.count === 0 ? Math.max(seen, reach) : reach;
    const notYet = contents.endedBehind(reached);
    const segments = old.map((file) => file.describe(notYet));
    const { sizeBytes } = await runner.run({ kind: "merge", path: posix.join(dir, name), dir, segments, without });
    const documents = old.reduce((sum, file) => sum + file.documents, 0);
    const merged = await openSegmentFile(options, {
      name,
      sizeBytes,
      documents,
      lastRef: old.at(-1)!.lastRef,
      ends: {},
    });
    counts.merges++;
    const next = files.toSpliced(from, to - from, merged);
    await publish(next, { upTo: 0, reached, written: merged.segment, watch });
    for (const file of old) await disk.remove(posix.join(dir, file.name));
    retired.push(...old);
    await closeRetired();
  }

  async function publish(next: SegmentFile[], { upTo, reached, written, watch }: Publication): Promise<void> {
    watch.applyTo(written);
    await writeManifestOf(next, reached);
    watch.applyTo(written); // what ended while the manifest was written
    watch.stop();
    files = next;
    reach = reached;
    contents.replaceSegments(
      next.map(({ segment }) => segment),
      { upTo, reach },
    );
  }

  function writeManifestOf(next: readonly SegmentFile[], reached: number): Promise<void> {
    if (distrusted !== undefined) return Promise.resolve();
    const segments: ManifestSegment[] = next.map((file) => file.describe(contents.endedBehind(reached)));
    writtenEnds = contents.ended;
    return writeManifest(disk, dir, {
      version: MANIFEST_VERSION,
      analysis: ANALYSIS_VERSION,
      reach: reached,
      segments,
    });
  }

  async function closeRetired(): Promise<void> {
    if (holders > 0) return;
    const closing = retired;
    retired = [];
    for (const file of closing) await file.close();
  }

  // What an earlier session had no time for.
  if (!readOnly && planMerge(files) !== undefined) timer = setTimeout(() => void work(), START_DELAY_MS).unref();

  return {
    notice(seq) {
      seen = Math.max(seen, seq);
      start();
    },
    ready() {
      return isBusy() ? new Promise((resolve) => waiters.push(resolve)) : undefined;
    },
    bulk() {
      bulkLoads++;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        bulkLoads--;
        start();
      };
    },
    async erase(refs) {
      if (readOnly || refs.length === 0) return;
      while (running !== undefined) await running;
      running = eraseNow(refs).finally(ended);
      await running;
    },
    async idle() {
      if (timer !== undefined && !isPaused) void work();
      while (running !== undefined) await running;
    },
    pause() {
      isPaused = true;
      clearTimeout(timer);
      timer = undefined;
    },
    resume() {
      isPaused = false;
      if (!readOnly && hasBatch(options.startAt)) void work();
    },
    distrust,
    hold() {
      holders++;
      return () => {
        if (--holders === 0) void closeRetired();
      };
    },
    stats: () => ({
      segments: files.length,
      sizeBytes: files.reduce((sum, { segment }) => sum + segment.sizeBytes, 0),
      pending: contents.pending.count,
      state: running !== undefined ? doing : isPaused ? "paused" : "idle",
      isMergeDue: planMerge(files) !== undefined,
      ...counts,
      failure,
    }),
    async close() {
      isClosing = true;
      clearTimeout(timer);
      while (running !== undefined) await running;
      if (!readOnly) {
        if (distrusted === undefined) await keepingFailure(buildAll);
        if (distrusted === undefined) await keepingFailure(mergeSmall);
        if (contents.pending.count === 0 && (seen > reach || contents.ended > writtenEnds))
          await writeManifestOf(files, Math.max(seen, reach));
        await distrusted;
      }
      await runner.close();
      for (const file of [...files, ...retired]) await file.close();
    },
  };
}

function holdsAny(segment: Segment, refs: readonly number[]): boolean {
  return segment.namespaces.some((namespace) => {
    const section = segment.section(namespace)!;
    return refs.some((ref) => findDocument(section, ref) !== undefined);
  });
}
