/**
 * Opening to write: takes the lock, brings the folder in order, and wires what writes. Rules: docs/format/store.md.
 * Invariants: nothing is changed before the lock is held; when opening fails, the lock is free again.
 */
import { join } from "node:path";
import type { DiskLock } from "../disk/disk.ts";
import { ioError, isVidmemError } from "../errors.ts";
import type { ResolvedOptions } from "../options.ts";
import { createUpkeep } from "../upkeep/upkeep.ts";
import { createBackground } from "./background.ts";
import { Committer } from "./committer.ts";
import { createDeltas } from "./deltas.ts";
import { createFindings } from "./findings.ts";
import { ensureFolder } from "./folders.ts";
import type { FrameLog, RecoveryReport } from "./frame-log.ts";
import { LiveFrameLog } from "./live-log.ts";
import { mergeOnce } from "./merger.ts";
import { createOpenState } from "./open-state.ts";
import { createPace } from "./pace.ts";
import type { ReadingParts, WritingParts } from "./parts.ts";
import { createPlanner } from "./planner.ts";
import type { RowSegment } from "./row-segment.ts";
import { createRowWriter } from "./row-writer.ts";
import { createSealRunner } from "./seal-runner.ts";
import { createSealRuns } from "./seal-runs.ts";
import { sealSegment, type SealerParts } from "./sealer.ts";
import { isSealed } from "./sealed-segment.ts";
import { seedOf } from "./seed.ts";
import type { Segment } from "./segment.ts";
import { settle, type Settled } from "./settle.ts";
import { takeSnapshot } from "./snapshot.ts";
import { snapshotParts, toReading, totalsOf } from "./wire-reading.ts";

/** Name of the lock file. */
const LOCK = "LOCK";
/** Closing seals the newest rows from this size on: reading so many takes the next opening about 1 ms, in a cold process 4. */
const SEALED_AT_CLOSE_BYTES: number = 256 * 1024;

/** Opens the log of a folder that this process alone may write to. */
export async function openToWrite(options: ResolvedOptions): Promise<FrameLog> {
  const lock = await takeLock(options);
  try {
    const findings = createFindings();
    const parts = snapshotParts(options);
    const settled = await settle(await takeSnapshot(parts, "none"), parts, findings);
    const reading = toReading(options, parts, settled.segments);
    const recovery = findings.toReport(totalsOf(reading));
    return new LiveFrameLog({
      options,
      reading,
      recovery,
      writing: wireWriting(options, { reading, settled, lock, recovery }),
      reopen: () => Promise.resolve(reading),
    });
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function takeLock({ disk, dir }: ResolvedOptions): Promise<DiskLock> {
  try {
    await ensureFolder(disk, dir);
    return await disk.lock(join(dir, LOCK));
  } catch (cause) {
    throw ioError("open for writing", dir, cause);
  }
}

/** What opening for writing found and took. */
interface Opened {
  readonly reading: ReadingParts;
  readonly settled: Settled;
  readonly lock: DiskLock;
  readonly recovery: RecoveryReport;
}

function wireWriting(options: ResolvedOptions, { reading, settled, lock, recovery }: Opened): WritingParts {
  const { disk, dir, durability, intervalMs, maxQueuedBytes, rowBytes, segmentBytes, randomBytes, clock } = options;
  const { history, chunks } = reading;
  let lastError: Error | undefined;
  const background = createBackground((error) => {
    lastError = isVidmemError(error) ? error : ioError("seal a segment in", dir, error);
  });
  const unsealedBytes = (): number =>
    history.segments.reduce((sum, segment) => sum + (isSealed(segment) ? 0 : segment.sizeBytes), 0);
  const runner = createSealRunner({ disk, dir, unsealedBytes, turn: () => pace.turn() });
  const pace = createPace({
    lastBusyMs: () => committer.lastBusyMs,
    lastSmallMs: () => committer.lastSmallMs,
    unsealedBytes,
    isAwaited: () => background.isAwaited,
    isElsewhere: () => runner.usesThread,
  });
  const runs = createSealRuns(segmentBytes);
  const sealer: SealerParts = {
    disk,
    dir,
    history,
    chunks,
    segmentBytes,
    clock: () => Math.floor(clock()),
    pace,
    runner,
    runs,
  };
  const seal = (segment: Segment, isDamaged: boolean): void => {
    runs.complete(segment);
    background.add(async () => {
      await sealSegment(sealer, segment, { isDamaged });
      while (await mergeOnce(sealer));
    });
  };
  const { current, month, highestNumber } = settled;
  const planner = createPlanner({ current, month, highestNumber, rowBytes, randomBytes });
  const writer = createRowWriter({
    disk,
    dir,
    rowBytes,
    writeThrough: durability === "each-save",
    current,
    upcoming: () => planner.upcoming(),
    onRetired: (segment) => seal(segment, segment.isDamaged),
  });
  const committer = new Committer({
    planner,
    writer,
    durability,
    intervalMs,
    maxQueuedBytes,
    lastSeq: history.lastSeq,
    onPlanned: (segment: RowSegment) => history.push(segment),
  });
  for (const { segment, isDamaged } of settled.unsealed) seal(segment, isDamaged);
  const deltas = createDeltas();
  const seed = (): number => seedOf(randomBytes);
  const state = createOpenState(dir);
  const { frames } = reading;
  const upkeep = createUpkeep({
    ...sealer,
    committer,
    background,
    deltas,
    recovery,
    seed,
    frames,
    assertOpen: () => state.assertOpen(),
  });
  return {
    committer,
    writer,
    background,
    lock,
    upkeep,
    deltas,
    lastError: () => lastError,
    close: async () => {
      state.end();
      try {
        const newest = history.segments.at(-1);
        const isLarge = newest !== undefined && !isSealed(newest) && newest.sizeBytes >= SEALED_AT_CLOSE_BYTES;
        if (isLarge && !committer.poisoned) await committer.endSegment().catch(() => undefined); // close says what failed
        await committer.close();
      } finally {
        background.resume();
        await background.idle();
        await background.stop();
        await runner.close();
      }
    },
  };
}
