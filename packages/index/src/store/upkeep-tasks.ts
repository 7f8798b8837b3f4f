/**
 * What upkeep does: it writes pending documents as a segment, neighbouring segments as one, or segments without what is to be erased. Each
 * task ends with the manifest that names what it wrote; one that fails changes nothing. One task at a time.
 */
import { posix } from "node:path";
import type { Disk } from "@vidmem/frames";
import type { IndexContents } from "../index-contents.ts";
import { findDocument } from "../pending/end-in-section.ts";
import { concatBatches, takeBackEnds } from "../segment/document-batch.ts";
import type { ListCache } from "../segment/list-cache.ts";
import type { Segment } from "../segment/segment-file.ts";
import type { TaskRunner } from "./build-tasks.ts";
import { CROWDED_SEGMENTS, planMerge, type MergePlan } from "./merge-plan.ts";
import { openSegmentFile } from "./segment-store.ts";
import type { StandingSegments } from "./standing-segments.ts";

/**
 * A build takes at most so much, and while a bulk load lasts no less: a term costs the same however many documents hold it, and eight
 * such segments merge into the largest that are made.
 */
export const BUILD_DOCUMENTS = 32_768;
export const BUILD_TEXT_BYTES: number = 16 * 1_048_576;
/** Closing merges segments of so many documents together, which takes milliseconds. */
const MERGED_AT_CLOSE = 2_048;

export interface UpkeepTaskOptions {
  readonly dir: string;
  readonly disk: Disk;
  readonly runner: TaskRunner;
  /** Keeps lists of segments. */
  readonly cache: ListCache;
  readonly contents: IndexContents;
}

export interface UpkeepTasks {
  /** Writes the oldest pending documents, as many as one build takes. */
  readonly build: () => Promise<void>;
  readonly buildAll: () => Promise<void>;
  readonly merge: (plan: MergePlan) => Promise<void>;
  /**
   * Programs that save a little and close leave a segment each: what is quickly merged is merged before they end. After a large load, whose
   * last merges may not have begun, a crowd of segments is merged, too, which may take a second.
   */
  readonly mergeBeforeClosing: () => Promise<void>;
  /** Leaves nothing of these documents in any file. */
  readonly erase: (refs: readonly number[]) => Promise<void>;
}

/** @param noting is told of what begins and what has ended. */
export function createUpkeepTasks(
  options: UpkeepTaskOptions,
  standing: StandingSegments,
  noting: { begun(task: "building" | "merging"): void; done(task: "building" | "merging"): void },
): UpkeepTasks {
  const { dir, contents, runner } = options;

  async function build(): Promise<void> {
    noting.begun("building");
    const watch = contents.watchEnds();
    const { batches, upTo, documents } = contents.pending.takeForBuild(BUILD_DOCUMENTS, BUILD_TEXT_BYTES);
    const isAll = contents.pending.count === documents;
    const reached = isAll ? Math.max(standing.seen, upTo) : upTo;
    const notYet = new Set(contents.endedBehind(reached).map(({ ref }) => ref));
    const name = standing.newName();
    const batch = concatBatches(batches);
    takeBackEnds(batch, notYet);
    const written = await runner.run({ kind: "build", path: posix.join(dir, name), batch });
    const file = await openSegmentFile(options, { name, ...written, documents, lastRef: upTo, ends: {} });
    await standing.publish([...standing.files, file], { upTo, reached, written: file.segment, watch });
    noting.done("building");
  }

  async function buildAll(): Promise<void> {
    while (contents.pending.count > 0) await build();
  }

  /** Writes neighbours as one segment, without the documents that are to be erased. */
  async function rewrite({ from, to }: MergePlan, without: readonly number[]): Promise<void> {
    noting.begun("merging");
    const watch = contents.watchEnds();
    const old = standing.files.slice(from, to);
    const name = standing.newName();
    const reached = contents.pending.count === 0 ? Math.max(standing.seen, standing.reach) : standing.reach;
    const notYet = contents.endedBehind(reached);
    const segments = old.map((file) => file.describe(notYet));
    const written = await runner.run({ kind: "merge", path: posix.join(dir, name), dir, segments, without });
    const documents = old.reduce((sum, file) => sum + file.documents, 0);
    const { lastRef } = old.at(-1)!;
    const merged = await openSegmentFile(options, { name, ...written, documents, lastRef, ends: {} });
    const next = standing.files.toSpliced(from, to - from, merged);
    await standing.publish(next, { upTo: 0, reached, written: merged.segment, watch });
    await standing.remove(old);
    noting.done("merging");
  }

  return {
    build,
    buildAll,
    merge: (plan) => rewrite(plan, []),
    async mergeBeforeClosing() {
      for (let plan = planMerge(standing.files); plan !== undefined; plan = planMerge(standing.files)) {
        const documents = standing.files.slice(plan.from, plan.to).reduce((sum, file) => sum + file.documents, 0);
        if (documents > MERGED_AT_CLOSE && standing.files.length < CROWDED_SEGMENTS) return;
        await rewrite(plan, []);
      }
    },
    async erase(refs) {
      if (refs.some((ref) => contents.pending.find(ref) !== undefined)) await buildAll();
      for (const file of standing.files.filter(({ segment }) => holdsAny(segment, refs))) {
        const from = standing.files.indexOf(file);
        await rewrite({ from, to: from + 1 }, refs);
      }
    },
  };
}

function holdsAny(segment: Segment, refs: readonly number[]): boolean {
  return segment.namespaces.some((namespace) => {
    const section = segment.section(namespace)!;
    return refs.some((ref) => findDocument(section, ref) !== undefined);
  });
}
