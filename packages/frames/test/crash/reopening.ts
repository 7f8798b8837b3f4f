/**
 * Reopening: opens the log on a disk that survived, checks what needs no knowledge of the workload, and lives on: new appends,
 * another crash or a clean close, and a second reopening that must hold everything.
 */
import { isDeepStrictEqual } from "node:util";
import { openFrameLog } from "../../src/index.ts";
import type { FrameLog, StoredFrame } from "../../src/index.ts";
import { KEEP_NOTHING } from "../../src/testing/index.ts";
import type { CrashDisk, Survivor } from "../../src/testing/index.ts";
import { copyStored } from "../support/plain-frames.ts";
import { NOW } from "../support/stores.ts";
import { DIR } from "./workload.ts";

/** What a reopening showed. */
export interface Reopened {
  readonly frames: readonly StoredFrame[];
  readonly broken: readonly string[];
  /** Kinds that `verify` reported and the campaign tolerates. */
  readonly tolerated: readonly string[];
}

/** How a reopened log is judged. */
export interface ReopenOptions {
  readonly segmentBytes: number;
  readonly rowBytes: number;
  /** Kinds of violations that the log is known to report after a crash. */
  readonly tolerates: ReadonlySet<string>;
}

/** Opens the log on a survivor, and again after new appends. Never rejects: a failure is a broken promise. */
export async function reopen(survivor: Survivor, options: ReopenOptions): Promise<Reopened> {
  const disk = survivor.mount();
  const first = await look(disk, options);
  if (first.log === undefined) return first;
  const { log, frames, broken, tolerated } = first;
  try {
    const added = await Promise.all([addFrame(log, 0), addFrame(log, 700)]);
    const expected = [...frames, ...added].toSorted((a, b) => a.seq - b.seq);
    const next = await restart(disk, log, frames.length);
    const second = await look(next, options);
    broken.push(...second.broken.map((what) => `after new appends and a second reopening: ${what}`));
    if (second.log !== undefined && !isDeepStrictEqual(second.frames.map(plain), expected.map(plain))) {
      broken.push(`after new appends a second reopening shows ${second.frames.length} frames, not ${expected.length}`);
    }
    await second.log?.close();
  } catch (error) {
    broken.push(`new appends after reopening failed: ${String(error)}`);
  }
  return { frames, broken, tolerated };
}

/** Opens, checks and closes. */
export async function reopenOnce(disk: CrashDisk, options: ReopenOptions): Promise<Reopened> {
  const { log, ...reopened } = await look(disk, options);
  try {
    await log?.close();
  } catch (error) {
    reopened.broken.push(`closing failed: ${String(error)}`);
  }
  return reopened;
}

interface Look {
  readonly log: FrameLog | undefined;
  readonly frames: StoredFrame[];
  readonly broken: string[];
  readonly tolerated: string[];
}

async function look(disk: CrashDisk, options: ReopenOptions): Promise<Look> {
  const { segmentBytes, rowBytes, tolerates } = options;
  const frames: StoredFrame[] = [];
  const broken: string[] = [];
  const tolerated: string[] = [];
  try {
    const log = await openFrameLog({ dir: DIR, disk, segmentBytes, rowBytes, clock: () => NOW });
    for await (const frame of log.scan()) frames.push(copyStored(frame));
    broken.push(...(await judgeReads(log, frames)));
    for await (const violation of log.verify()) {
      if (tolerates.has(violation.kind)) tolerated.push(violation.kind);
      else broken.push(`verify: ${violation.kind} in ${violation.file} at ${violation.offset}: ${violation.message}`);
    }
    return { log, frames, broken, tolerated };
  } catch (error) {
    broken.push(`reopening failed: ${String(error)}`);
    return { log: undefined, frames, broken, tolerated };
  }
}

/** A sample of frames must be found by seq, and their ids must lead to the newest frame. */
async function judgeReads(log: FrameLog, frames: readonly StoredFrame[]): Promise<string[]> {
  const broken: string[] = [];
  const stride = Math.max(1, Math.floor(frames.length / 4));
  for (let at = frames.length - 1; at >= 0; at -= stride) {
    const frame = frames[at];
    if (frame === undefined) break;
    const newest = frames.findLast(({ id }) => id === frame.id);
    const bySeq = await log.readAt(frame.seq);
    const byId = await log.read(frame.id);
    if (!isDeepStrictEqual(bySeq, frame)) broken.push(`readAt(${frame.seq}) differs from the scan`);
    if (!isDeepStrictEqual(byId, newest)) broken.push(`read(${frame.id}) is not the newest frame of the scan`);
  }
  return broken;
}

async function addFrame(log: FrameLog, sizeBytes: number): Promise<StoredFrame> {
  const content = new Uint8Array(sizeBytes).fill(0x2e);
  const { id, seq, durable } = log.append({ content, timestamp: NOW });
  await durable;
  return { id, seq, kind: "memory", timestamp: NOW, content, metadata: {} };
}

/** A clean close, or another crash that keeps nothing which was not durable: by turns. */
async function restart(disk: CrashDisk, log: FrameLog, turn: number): Promise<CrashDisk> {
  if (turn % 2 === 0) {
    await log.close();
    return disk;
  }
  const survivor = disk.crash(KEEP_NOTHING);
  await log.close().catch(() => undefined); // its disk is dead: only timers are left to stop
  return survivor;
}

function plain({ content, ...rest }: StoredFrame): unknown {
  return { ...rest, content: Buffer.from(content).toString("base64") };
}
