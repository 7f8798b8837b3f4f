/**
 * Repair: makes each damaged segment whole again with the frames that can still be read, and keeps the damaged file in lost+found/.
 * Invariants: nothing is deleted: the damaged file has its name in lost+found/, durably, before another takes its place; places in
 * history stay; afterwards `verify` is clean but for foreign files and those of other versions, and what is lost is told by the result, once.
 */
import { dirname, join } from "node:path";
import { createChunkPipeline } from "../sealed/chunk-pipeline.ts";
import { hasOtherVersion } from "../sealed/other-version.ts";
import { ensureFolder } from "../store/folders.ts";
import type { RepairedSegment, RepairResult } from "../store/frame-upkeep.ts";
import { listShards } from "../store/listing.ts";
import { loadRows } from "../store/load-rows.ts";
import { linkToLostAndFound, moveToLostAndFound } from "../store/lost-and-found.ts";
import { sealedName, type SealedName } from "../store/names.ts";
import { isSealed, type SealedFile } from "../store/sealed-segment.ts";
import { makeSealed } from "../store/make-sealed.ts";
import { SEAL_LEVEL } from "../store/seal-job.ts";
import type { Segment } from "../store/segment.ts";
import { verifyStore } from "../store/verify.ts";
import { onQuietStore, type UpkeepParts } from "./parts.ts";
import { salvageSegment, type SalvageCount } from "./salvage-segment.ts";

/** @throws FRAMES_IO, FRAMES_POISONED */
export async function repairSegments(parts: UpkeepParts): Promise<RepairResult> {
  return onQuietStore(parts, "repair", async (lastSeq) => {
    const repaired: RepairedSegment[] = [];
    const damaged = await findDamaged(parts, lastSeq);
    for (const segment of parts.history.segments) {
      if (segment.lastSeq > lastSeq || !damaged.has(segment.file) || isOfAnotherVersion(segment)) continue;
      repaired.push(await repairSegment(parts, segment));
    }
    repaired.push(...(await moveUnreadable(parts)), ...(await fillHoles(parts)));
    const sum = (count: keyof SalvageCount): number => repaired.reduce((total, one) => total + one[count], 0);
    return { repaired, framesKept: sum("framesKept"), framesLost: sum("framesLost") };
  });
}

/** Files in which something is wrong that a repair can mend. */
async function findDamaged(parts: UpkeepParts, committedSeq: number): Promise<ReadonlySet<string>> {
  const { disk, dir, history, recovery } = parts;
  const files = new Set<string>();
  for await (const { file, kind } of verifyStore({ disk, dir, history, recovery, committedSeq, signal: undefined })) {
    if (kind === "foreign-file") continue;
    // What is missing before a segment says nothing against the segment itself.
    if (kind === "missing-segment" && (await disk.stat(join(dir, file))) !== undefined) continue;
    files.add(file);
  }
  return files;
}

/** What a newer version wrote is no damage: to this one it only looks like it. */
function isOfAnotherVersion(segment: Segment): boolean {
  return isSealed(segment) ? hasOtherVersion(segment.open, segment.sizeBytes) : segment.isForeign === true;
}

async function repairSegment(parts: UpkeepParts, segment: Segment): Promise<RepairedSegment> {
  const { disk, dir } = parts;
  const { file } = segment;
  const isThere = (await disk.stat(join(dir, file))) !== undefined;
  // A sealed file keeps its name: the damaged one gets a second name first, so that no crash can leave neither.
  const linkedAs = isThere && isSealed(segment) ? await linkToLostAndFound(disk, dir, file) : undefined;
  let count: SalvageCount = { framesKept: 0, framesLost: 0 };
  segment.retain();
  try {
    const repaired = await makeSealed(parts, sealedName(segment.month, segment), async (write) => {
      count = await salvageSegment(segment, { write, createdAt: parts.clock() });
    });
    parts.history.replace([segment], repaired);
    parts.frames.clear();
  } finally {
    segment.release();
  }
  const movedAs = isThere && !isSealed(segment) ? await moveToLostAndFound(disk, dir, file) : undefined;
  return { file, keptAs: linkedAs ?? movedAs, ...count };
}

/** Row files of which not one row can be read: they are in no history. What they held shows as a hole, if at all. */
async function moveUnreadable({ disk, dir, history, seed }: UpkeepParts): Promise<RepairedSegment[]> {
  const moved: RepairedSegment[] = [];
  for (const name of (await listShards(disk, dir)).rows) {
    const { file } = name;
    const isInHistory = (): boolean => history.segments.some((segment) => segment.file === file);
    if (isInHistory()) continue;
    const { segment, isUnused, isForeign } = await loadRows(name, { disk, dir, seed: seed() });
    segment?.release();
    // Made ahead of need, not yet removed, or not ours to judge.
    if (isUnused || segment !== undefined || isForeign || isInHistory()) continue;
    moved.push({ file, keptAs: await moveToLostAndFound(disk, dir, file), framesKept: 0, framesLost: 0 });
  }
  return moved;
}

/** Puts an empty segment where history has none: its frames are known to be lost from now on. */
async function fillHoles(parts: UpkeepParts): Promise<RepairedSegment[]> {
  const filled: RepairedSegment[] = [];
  let nextSeq = 1;
  for (const { firstSeq, lastSeq, month } of parts.history.segments) {
    if (firstSeq > nextSeq) {
      const name = sealedName(month, { firstSeq: nextSeq, lastSeq: firstSeq - 1 });
      parts.history.insert(await makeEmpty(parts, name));
      filled.push({ file: name.file, keptAs: undefined, framesKept: 0, framesLost: firstSeq - nextSeq });
    }
    nextSeq = lastSeq + 1;
  }
  return filled;
}

async function makeEmpty(parts: UpkeepParts, name: SealedName): Promise<SealedFile> {
  await ensureFolder(parts.disk, dirname(join(parts.dir, name.file)));
  return makeSealed(parts, name, (write) =>
    createChunkPipeline({ write, range: name, createdAt: parts.clock(), level: SEAL_LEVEL }).finish(),
  );
}
