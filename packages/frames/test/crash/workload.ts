/**
 * Workload: one seeded run of a log on a recording disk, with marks for what was appended, acknowledged and erased in between.
 * It knows only the public interface of the log; verbs that a log does not have are left out (operations.ts).
 */
import { openFrameLog } from "../../src/index.ts";
import type { Disk, Durability, FrameInput, FrameLog, StoredFrame } from "../../src/index.ts";
import { crashDisk, createSeededRandom } from "../../src/testing/index.ts";
import type { CrashDisk, CrashDiskFaults, Recording, SeededRandom } from "../../src/testing/index.ts";
import { NOW } from "../support/stores.ts";
import { pickOperation } from "./operations.ts";

export const DIR = "/data/store";
const OPERATIONS = { least: 8, spread: 16 };

/** A frame that was appended; its index is its place in the order of appends. */
export interface ExpectedFrame extends StoredFrame {
  readonly index: number;
  /** Bytes that no other frame has; empty when the content is too short for any. */
  readonly marker: string;
}

/** What the workload notes between the disk's events. */
export type Mark =
  | { readonly type: "appended"; readonly frame: ExpectedFrame }
  | { readonly type: "acknowledged"; readonly indexes: readonly number[] }
  /** From here on the frames may be gone: superseded ones before a compaction. */
  | { readonly type: "released"; readonly indexes: readonly number[] }
  /** From here on the contents may be gone, and from "erased" on they must be. */
  | { readonly type: "erasing" | "erased"; readonly indexes: readonly number[] };

/** What the operations of a workload work with. */
export interface WorkloadContext {
  readonly random: SeededRandom;
  readonly disk: CrashDisk;
  readonly log: FrameLog;
  readonly frames: readonly ExpectedFrame[];
  readonly acknowledged: ReadonlySet<number>;
  /** Appends at once; resolves when the log says that it is durable. */
  append(input: FrameInput, marker: string): Promise<void>;
  mark(mark: Mark): void;
  /** Flushes or closes: everything appended before the call is acknowledged when it resolves. */
  settle(call: () => Promise<unknown>): Promise<void>;
  reopen(): Promise<void>;
  /** Lets calls fail while the disk has faults; then the disk is sound again, and the log is reopened. */
  sufferFaults(faults: CrashDiskFaults, calls: () => Promise<unknown>): Promise<void>;
  advanceClock(ms: number): void;
}

/** One run. */
export interface WorkloadRun {
  readonly seed: number;
  readonly durability: Durability;
  readonly segmentBytes: number;
  readonly rowBytes: number;
  readonly recording: Recording;
  readonly frames: readonly ExpectedFrame[];
}

/** What a campaign changes about its workloads. */
export interface WorkloadOptions {
  /** Names of operations to leave out. */
  readonly without?: readonly string[] | undefined;
  /** Puts something between the log and the disk: the canary's way to break promises. */
  readonly tamper?: ((disk: Disk) => Disk) | undefined;
}

/** Runs the workload of a seed. */
export async function runWorkload(seed: number, options: WorkloadOptions): Promise<WorkloadRun> {
  const { without = [], tamper = (disk) => disk } = options;
  const random = createSeededRandom(seed);
  const durability = random.pick<Durability>(["each-save", "each-save", "each-save", "interval", "none"]);
  const segmentBytes = random.pick([4096, 4096, 12_000, 12_000, 40_000, 1 << 20]);
  const rowBytes = random.pick([1024, 4096, 4096, 16_000, 1 << 20]);
  const maxTurns = random.pick([0, 1, 3]);
  const latency = (): number => random.below(maxTurns + 1);
  const disk = crashDisk({ record: true, latency, sectorBytes: random.pick([512, 512, 4096]) });
  const state = createState({ random, disk, tampered: tamper(disk), durability, segmentBytes, rowBytes });
  await state.open();
  for (let left = OPERATIONS.least + random.below(OPERATIONS.spread); left > 0; left--) {
    await pickOperation(random, state.context.log, without).run(state.context);
  }
  await state.finish();
  return { seed, durability, segmentBytes, rowBytes, recording: disk.recording(), frames: state.context.frames };
}

interface Setting
  extends Pick<WorkloadContext, "random" | "disk">, Pick<WorkloadRun, "durability" | "segmentBytes" | "rowBytes"> {
  readonly tampered: Disk;
}

function createState(setting: Setting): { context: WorkloadContext; open(): Promise<void>; finish(): Promise<void> } {
  const { random, disk, durability } = setting;
  const frames: ExpectedFrame[] = [];
  const acknowledged = new Set<number>();
  const pending: Promise<void>[] = [];
  let now = NOW;
  let sessionStart = 0;
  let log: FrameLog | undefined;
  const mark = (value: Mark): void => {
    if (value.type === "acknowledged") for (const index of value.indexes) acknowledged.add(index);
    disk.mark(value);
  };
  const open = async (): Promise<void> => {
    const randomBytes = (n: number): Uint8Array => random.bytes(n);
    const { tampered, segmentBytes, rowBytes } = setting;
    const options = { dir: DIR, disk: tampered, durability, segmentBytes, rowBytes };
    log = await openFrameLog({ ...options, randomBytes, intervalMs: 1, clock: () => now });
  };
  const settle = async (call: () => Promise<unknown>): Promise<void> => {
    const indexes = frames.slice(sessionStart).map(({ index }) => index);
    await call();
    mark({ type: "acknowledged", indexes });
  };
  const current = (): FrameLog => {
    if (log === undefined) throw new Error("The workload's log is not open");
    return log;
  };
  const close = async (): Promise<void> => {
    await settle(() => current().close());
    await Promise.all(pending.splice(0)); // none may have failed
  };
  const append = (input: FrameInput, marker: string): Promise<void> => {
    const index = frames.length;
    const { id, seq, durable } = current().append(input);
    const { kind = "memory", timestamp = now, content, metadata = {} } = input;
    const frame: ExpectedFrame = { index, marker, id, seq, kind, timestamp, content, metadata };
    frames.push(frame);
    mark({ type: "appended", frame });
    const done = durable.then(() => {
      if (durability === "each-save") mark({ type: "acknowledged", indexes: [index] });
    });
    done.catch(() => undefined); // close looks at all of them
    pending.push(done);
    return done;
  };
  const reopen = async (): Promise<void> => {
    await close();
    await open();
  };
  const sufferFaults = async (faults: CrashDiskFaults, calls: () => Promise<unknown>): Promise<void> => {
    disk.setFaults(faults);
    await calls().catch(() => undefined);
    await current()
      .close()
      .catch(() => undefined);
    await Promise.allSettled(pending.splice(0));
    sessionStart = frames.length; // what was not acknowledged by now never will be
    disk.setFaults({ failSync: "never", capacityBytes: Number.POSITIVE_INFINITY, isReadOnly: false });
    await open();
  };
  const context: WorkloadContext = {
    random,
    disk,
    frames,
    acknowledged,
    append,
    mark,
    settle,
    reopen,
    sufferFaults,
    advanceClock: (ms) => void (now += ms),
    get log() {
      return current();
    },
  };
  return { context, open, finish: close };
}
