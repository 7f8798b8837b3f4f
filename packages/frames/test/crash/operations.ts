/**
 * Operations: what a workload can do to a log, by name and weight. To add a verb of a newer log, add a row: `verb` names the
 * method it needs, and rows whose method is missing are left out.
 */
import type { FrameLog } from "../../src/index.ts";
import type { CrashDiskFaults, SeededRandom } from "../../src/testing/index.ts";
import { newFrame, revision, similarFrame } from "./contents.ts";
import type { WorkloadContext } from "./workload.ts";

/** One row of the table. */
export interface WorkloadOperation {
  readonly name: string;
  readonly weight: number;
  /** Method of the log that must be there. */
  readonly verb?: string;
  run(context: WorkloadContext): Promise<void>;
}

const MONTH_MS = 31 * 24 * 3600 * 1000;

/** Every operation. */
export const WORKLOAD_OPERATIONS: readonly WorkloadOperation[] = [
  { name: "append one", weight: 4, run: async (context) => context.append(...newFrame(context.random)) },
  { name: "append with concurrent savers", weight: 8, run: appendTogether },
  {
    name: "append in the background",
    weight: 2,
    run: async (context) => void context.append(...newFrame(context.random)),
  },
  {
    name: "append a similar content",
    weight: 3,
    run: async (context) => context.append(...similarFrame(context.random, context.frames)),
  },
  {
    name: "update or tombstone an id",
    weight: 3,
    run: async (context) => context.append(...revision(context.random, context.frames)),
  },
  { name: "flush", weight: 2, run: async (context) => context.settle(() => context.log.flush()) },
  { name: "close and reopen", weight: 2, run: async (context) => context.reopen() },
  { name: "next month", weight: 1, run: async (context) => context.advanceClock(MONTH_MS) },
  { name: "read", weight: 1, run: readSome },
  { name: "failing sync", weight: 0.3, run: async (context) => sufferAppends(context, { failSync: "once" }) },
  { name: "full disk", weight: 0.3, run: fillDisk },
  { name: "read-only disk", weight: 0.2, run: async (context) => sufferAppends(context, { isReadOnly: true }) },
  { name: "background work", weight: 2, verb: "background", run: awaitBackground },
  { name: "compact", weight: 2, verb: "compact", run: compact },
  { name: "erase", weight: 2, verb: "erase", run: erase },
  { name: "backup", weight: 1, verb: "backup", run: backUp },
];

/** Picks an operation that the log can do and that is not left out by name. */
export function pickOperation(random: SeededRandom, log: FrameLog, without: readonly string[]): WorkloadOperation {
  const possible = WORKLOAD_OPERATIONS.filter(
    ({ name, verb }) => !without.includes(name) && (verb === undefined || verb in log),
  );
  let left = random.next() * possible.reduce((sum, { weight }) => sum + weight, 0);
  const found = possible.find(({ weight }) => (left -= weight) < 0);
  if (found === undefined) throw new Error("No operation is possible");
  return found;
}

async function appendTogether(context: WorkloadContext): Promise<void> {
  const { random } = context;
  const saver = async (): Promise<void> => {
    for (let left = 1 + random.below(3); left > 0; left--) await context.append(...newFrame(context.random));
  };
  await Promise.all(Array.from({ length: 2 + random.below(6) }, saver));
}

async function sufferAppends(context: WorkloadContext, faults: CrashDiskFaults): Promise<void> {
  await context.sufferFaults(faults, async () => {
    await appendTogether(context);
    await context.settle(() => context.log.flush());
  });
}

async function fillDisk(context: WorkloadContext): Promise<void> {
  await sufferAppends(context, { capacityBytes: context.random.below(3000) });
}

async function readSome({ log, frames, random }: WorkloadContext): Promise<void> {
  if (frames.length === 0) return;
  const { seq, index } = random.pick(frames);
  const found = await log.readAt(seq);
  const isExpected = frames.some((frame) => frame.seq === found?.seq && frame.id === found.id);
  if (found !== undefined && !isExpected) throw new Error(`readAt(${seq}) gave not frame ${index}`);
}

async function awaitBackground(context: WorkloadContext): Promise<void> {
  const { log, random } = context;
  const { background } = log as unknown as { background: { idle(): Promise<void>; pause(): void; resume(): void } };
  if (random.chance(0.7)) return background.idle();
  background.pause();
  await appendTogether(context);
  background.resume();
}

/** Superseded frames and the ids that end in a tombstone may go. */
async function compact(context: WorkloadContext): Promise<void> {
  const { frames, log } = context;
  const newest = new Map(frames.map(({ id, index }) => [id, index]));
  const isDead = new Set(frames.filter(({ id, kind, index }) => kind === "tombstone" && newest.get(id) === index));
  const deadIds = new Set([...isDead].map(({ id }) => id));
  const released = frames.filter(({ id, index }) => newest.get(id) !== index || deadIds.has(id));
  context.mark({ type: "released", indexes: released.map(({ index }) => index) });
  await callVerb(log, "compact", { retentionMs: 0, leastDroppedShare01: 0 });
}

async function erase(context: WorkloadContext): Promise<void> {
  const candidates = context.frames.filter(({ index, marker }) => marker !== "" && context.acknowledged.has(index));
  if (candidates.length === 0) return;
  const { id } = context.random.pick(candidates);
  const indexes = context.frames.filter((frame) => frame.id === id).map(({ index }) => index);
  context.mark({ type: "erasing", indexes });
  await callVerb(context.log, "erase", id);
  context.mark({ type: "erased", indexes });
}

async function backUp({ log, random }: WorkloadContext): Promise<void> {
  await callVerb(log, "backup", `/data/backup-${random.below(1e9)}`);
}

async function callVerb(log: FrameLog, verb: string, argument?: unknown): Promise<void> {
  const methods = log as unknown as Record<string, (argument?: unknown) => Promise<unknown>>;
  await methods[verb]?.(argument);
}
