/**
 * Campaign: runs workloads, and for every crash point of each checks what several adversaries let survive.
 * Cost: a workload runs once; an image that was seen before is not opened again, only judged by what is promised meanwhile.
 */
import { crashPoints, createSeededRandom, KEEP_ALL, KEEP_NOTHING } from "../../src/testing/index.ts";
import type { Survivor } from "../../src/testing/index.ts";
import { createExpectations } from "./expectations.ts";
import type { Expectations } from "./expectations.ts";
import { reopen, reopenOnce } from "./reopening.ts";
import type { Reopened, ReopenOptions } from "./reopening.ts";
import { loadRun, saveRun } from "./saved-run.ts";
import { withinLimit } from "./time-limit.ts";
import { runWorkload } from "./workload.ts";
import type { Mark, WorkloadOptions, WorkloadRun } from "./workload.ts";

/** What to run. */
export interface CampaignOptions extends WorkloadOptions {
  /** Stops after the workload that reaches this many crash points. */
  readonly points: number;
  /** Kinds of violations that are no failure; `toleratesUnsynced` for durabilities that do not sync each save. */
  readonly tolerates: ReadonlySet<string>;
  readonly toleratesUnsynced: ReadonlySet<string>;
  /** Adversaries for each point, 1 to 4: they take turns. A rerun of one point sees all four. */
  readonly adversaries: number;
  /** Every so many images live on after their reopening; the others are only closed. */
  readonly secondLifeEvery: number;
  /** Every so many images, crashes at every step of their reopening too. */
  readonly recoveryEvery: number;
  /** Writes the runs that failed to the system's folder for temporary files. Default true. */
  readonly savesRuns?: boolean | undefined;
  /** Only this workload. */
  readonly seed?: number | undefined;
  /** Only this run, which an earlier campaign saved. */
  readonly file?: string | undefined;
  /** Only this crash point of it. */
  readonly at?: number | undefined;
}

/** A broken promise, with all that is needed to see it again. */
export interface Failure {
  readonly seed: number;
  readonly at: number;
  readonly adversary: number;
  /** Crash point of the reopening, when the power failed there too. */
  readonly recoveryAt?: number | undefined;
  readonly broken: readonly string[];
  /** Where the run was saved: background work makes two runs of a seed differ. */
  readonly file: string;
}

/** Figures of a campaign. */
export interface CampaignReport {
  workloads: number;
  frames: number;
  points: number;
  /** Images opened; those seen before are not counted. */
  images: number;
  /** Images judged: each point times each adversary. */
  judged: number;
  recoveryPoints: number;
  readonly failures: Failure[];
  readonly tolerated: Map<string, number>;
}

const MAX_FAILURES = 8;
const LIMIT_MS = 30_000;
const MAX_FAILURES_OF_A_RUN = 1;
/** About so many of the events of one reopening are tried. */
const RECOVERY_EVENTS = 12;

/** Runs a campaign. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const failures: Failure[] = [];
  const tolerated = new Map<string, number>();
  const counts = { workloads: 0, frames: 0, points: 0, images: 0, judged: 0, recoveryPoints: 0 };
  const report: CampaignReport = { ...counts, failures, tolerated };
  for (let seed = options.seed ?? 1; report.points < options.points; seed++) {
    report.workloads++;
    try {
      const run =
        options.file === undefined
          ? await withinLimit(runWorkload(seed, options), `the workload of seed ${seed}`, LIMIT_MS)
          : loadRun(options.file);
      report.frames += run.frames.length;
      await crashEverywhere(run, { options, report });
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      failures.push({ seed, at: -1, adversary: -1, broken: [`the workload itself failed: ${what}`], file: "none" });
    }
    if (options.seed !== undefined || options.file !== undefined || failures.length >= MAX_FAILURES) break;
  }
  return report;
}

interface Scene {
  readonly options: CampaignOptions;
  readonly report: CampaignReport;
}

async function crashEverywhere(run: WorkloadRun, scene: Scene): Promise<void> {
  const { options, report } = scene;
  const expectations = createExpectations();
  const seen = new Map<string, Reopened>();
  for (const point of crashPoints(run.recording, (value) => expectations.apply(value as Mark))) {
    if (options.at !== undefined && options.at !== point.at) continue;
    report.points++;
    for (const adversary of adversariesOf(run.seed, point.at, scene)) {
      const survivor = point.survivor(adversary);
      const isNew = !seen.has(survivor.digest);
      const found = await reopenCached(survivor, seen, { run, scene });
      report.judged++;
      const broken = [
        ...found.broken,
        ...expectations.judge(found.frames),
        ...expectations.judgeFiles(survivor.files()),
      ];
      if (broken.length > 0) fail({ run, scene }, { at: point.at, adversary, broken });
      if (hasEnough({ run, scene })) return;
      if (isNew && (report.images % options.recoveryEvery === 0 || options.at !== undefined)) {
        await crashWhileReopening(survivor, expectations, { run, scene, where: { at: point.at, adversary } });
      }
    }
  }
}

interface Stage {
  readonly run: WorkloadRun;
  readonly scene: Scene;
}

async function reopenCached(survivor: Survivor, seen: Map<string, Reopened>, stage: Stage): Promise<Reopened> {
  const { digest } = survivor;
  const known = seen.get(digest);
  if (known !== undefined) return known;
  const { report } = stage.scene;
  const { at, secondLifeEvery } = stage.scene.options;
  const livesOn = at !== undefined || report.images % secondLifeEvery === 0;
  report.images++;
  const found = await (livesOn
    ? reopen(survivor, reopenOptions(stage))
    : reopenOnce(survivor.mount(), reopenOptions(stage)));
  for (const kind of new Set(found.tolerated)) report.tolerated.set(kind, (report.tolerated.get(kind) ?? 0) + 1);
  seen.set(digest, found);
  return found;
}

type CrashedStage = Stage & { readonly where: Pick<Failure, "at" | "adversary"> };

function fail({ run, scene }: Stage, failure: Pick<Failure, "at" | "adversary" | "recoveryAt" | "broken">): void {
  const { failures } = scene.report;
  const known = failures.find(({ seed }) => seed === run.seed);
  failures.push({
    seed: run.seed,
    ...failure,
    file: known?.file ?? scene.options.file ?? (scene.options.savesRuns === false ? "none" : saveRun(run)),
  });
}

/** The power fails again at steps of opening (and closing), and once more nothing may be lost. */
async function crashWhileReopening(survivor: Survivor, expected: Expectations, stage: CrashedStage): Promise<void> {
  const { report } = stage.scene;
  const disk = survivor.mount({ record: true });
  await reopenOnce(disk, reopenOptions(stage));
  const recording = disk.recording();
  const random = createSeededRandom(stage.where.at);
  const chance01 = stage.scene.options.at === undefined ? RECOVERY_EVENTS / recording.events.length : 1;
  const seen = new Set<string>();
  for (const point of crashPoints(recording)) {
    if (!random.chance(chance01)) continue;
    report.recoveryPoints++;
    for (const seed of [KEEP_NOTHING, 2 + random.below(1e9)]) {
      const again = point.survivor(seed);
      if (seen.has(again.digest)) continue;
      seen.add(again.digest);
      report.images++;
      const found = await reopenOnce(again.mount(), reopenOptions(stage));
      const broken = [...found.broken, ...expected.judge(found.frames), ...expected.judgeFiles(again.files())];
      if (broken.length > 0) fail(stage, { ...stage.where, recoveryAt: point.at, broken });
      if (hasEnough(stage)) return;
    }
  }
}

function hasEnough({ run, scene }: Stage): boolean {
  return scene.report.failures.filter(({ seed }) => seed === run.seed).length >= MAX_FAILURES_OF_A_RUN;
}

function reopenOptions({ run, scene }: Stage): ReopenOptions {
  const { tolerates, toleratesUnsynced } = scene.options;
  const isSynced = run.durability === "each-save";
  return {
    segmentBytes: run.segmentBytes,
    rowBytes: run.rowBytes,
    tolerates: isSynced ? tolerates : new Set([...tolerates, ...toleratesUnsynced]),
  };
}

/** The next ones of the round: the one that keeps all, the one that keeps nothing, and two that choose at random. */
function adversariesOf(seed: number, at: number, { options, report }: Scene): readonly number[] {
  const random = createSeededRandom(seed * 1_000_003 + at);
  const round = [KEEP_ALL, KEEP_NOTHING, 2 + random.below(1e9), 2 + random.below(1e9)];
  if (options.at !== undefined) return round;
  return Array.from(
    { length: options.adversaries },
    (_, turn) => round[(report.points + turn) % round.length] ?? KEEP_ALL,
  );
}
