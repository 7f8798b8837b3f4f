/**
 * Compact: drops frames that nobody needs any more, then makes few large segments of many small ones. What goes: survey.ts, drops.ts.
 * Invariants: segments are rewritten from the oldest to the newest, each in one rename; stopping or crashing between leaves a store
 * that is whole, and the next compaction goes on from there. Places in history stay: the seqs of dropped frames are empty.
 */
import { assertKnownKeys } from "../options.ts";
import type { CompactOptions, CompactResult } from "../store/frame-upkeep.ts";
import { isSealed, type SealedFile } from "../store/sealed-segment.ts";
import { mergeRun } from "../store/merger.ts";
import { sealComplete } from "../store/sealer.ts";
import { chooseDrops } from "./drops.ts";
import { onQuietStore, type UpkeepParts } from "./parts.ts";
import { rewriteSegment } from "./rewrite-segment.ts";
import { surveySegments } from "./survey.ts";

const KEYS: ReadonlySet<string> = new Set(["retentionMs", "leastDroppedShare01", "signal"]);
const DAY_MS = 24 * 3600 * 1000;
const DEFAULT_RETENTION_MS = 30 * DAY_MS;
const DEFAULT_SHARE_01 = 0.1;

interface ResolvedCompactOptions {
  readonly retentionMs: number;
  readonly leastDroppedShare01: number;
  readonly signal: AbortSignal | undefined;
}

/** @throws TypeError, RangeError on misuse; FRAMES_CORRUPT when a segment is damaged; the signal's reason. */
export async function compactFrames(parts: UpkeepParts, options: CompactOptions = {}): Promise<CompactResult> {
  const resolved = resolveCompactOptions(options);
  resolved.signal?.throwIfAborted();
  return onQuietStore(parts, "compact", async (lastSeq) => {
    await sealComplete(parts, (segment) => segment.lastSeq <= lastSeq);
    const dropped = await dropFrames(parts, lastSeq, resolved);
    const merged = await mergeAll(parts, resolved.signal);
    return {
      droppedFrames: dropped.frames,
      reclaimedBytes: dropped.reclaimedBytes + merged.reclaimedBytes,
      mergedSegments: merged.segments,
    };
  });
}

function resolveCompactOptions(options: CompactOptions): ResolvedCompactOptions {
  assertKnownKeys("compact", options, KEYS);
  const { retentionMs = DEFAULT_RETENTION_MS, leastDroppedShare01 = DEFAULT_SHARE_01, signal } = options;
  if (!Number.isFinite(retentionMs)) throw new TypeError("retentionMs must be a number of milliseconds");
  if (retentionMs < 0) throw new RangeError("retentionMs must not be negative");
  if (!Number.isFinite(leastDroppedShare01)) throw new TypeError("leastDroppedShare01 must be a number");
  if (leastDroppedShare01 < 0 || leastDroppedShare01 > 1)
    throw new RangeError("leastDroppedShare01 must be from 0 to 1");
  return { retentionMs, leastDroppedShare01, signal };
}

async function dropFrames(
  parts: UpkeepParts,
  lastSeq: number,
  { retentionMs, leastDroppedShare01, signal }: ResolvedCompactOptions,
): Promise<{ readonly frames: number; readonly reclaimedBytes: number }> {
  const files = parts.history.segments.filter(isSealed).filter((file) => file.lastSeq <= lastSeq);
  const survey = await surveySegments(files, { cutoffMs: parts.clock() - retentionMs, seed: parts.seed(), signal });
  let frames = 0;
  let reclaimedBytes = 0;
  for (const segment of survey.segments) {
    signal?.throwIfAborted();
    const marks = await chooseDrops(survey, segment, leastDroppedShare01);
    if (marks.count === 0) continue;
    const rewritten = await rewriteSegment(parts, segment.file, { marks, replace: () => undefined });
    frames += marks.count;
    reclaimedBytes += segment.file.sizeBytes - rewritten.sizeBytes;
  }
  return { frames, reclaimedBytes };
}

async function mergeAll(
  parts: UpkeepParts,
  signal: AbortSignal | undefined,
): Promise<{ readonly segments: number; readonly reclaimedBytes: number }> {
  let segments = 0;
  let reclaimedBytes = 0;
  for (const run of mergeableRuns(parts.history.segments.filter(isSealed), parts.segmentBytes)) {
    signal?.throwIfAborted();
    const merged = await mergeRun(parts, run);
    segments += run.length;
    reclaimedBytes += sizeOf(run) - merged.sizeBytes;
  }
  return { segments, reclaimedBytes };
}

/** Runs of at least two neighbours of one month that fit into one segment together. */
function mergeableRuns(files: readonly SealedFile[], segmentBytes: number): SealedFile[][] {
  const runs: SealedFile[][] = [];
  for (const file of files) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const isNeighbour = last?.month === file.month && last.lastSeq + 1 === file.firstSeq;
    if (run !== undefined && isNeighbour && sizeOf(run) + file.sizeBytes <= segmentBytes) run.push(file);
    else runs.push([file]);
  }
  return runs.filter(({ length }) => length > 1);
}

function sizeOf(files: readonly SealedFile[]): number {
  return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
