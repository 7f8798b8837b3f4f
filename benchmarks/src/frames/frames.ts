/** `pnpm bench frames`: what does the frame log do beside the system calls and beside other stores, on this disk? */
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { oneOf, toCount } from "../arguments.ts";
import { machineLine } from "../machine.ts";
import { buildLargeStore } from "./large-store.ts";
import { printAnswer } from "./print.ts";
import type { Answer, LargeStore, Question, Setting } from "./question.ts";
import { bulkSaves } from "./questions/bulk-saves.ts";
import { concurrentSaves } from "./questions/concurrent-saves.ts";
import { durableSaves } from "./questions/durable-saves.ts";
import { erasing } from "./questions/erasing.ts";
import { opening } from "./questions/opening.ts";
import { readsById } from "./questions/reads-by-id.ts";
import { scans } from "./questions/scans.ts";
import { storedBytes } from "./questions/stored-bytes.ts";
import { installedRivals } from "./rivals.ts";

const QUESTIONS: Readonly<Record<string, Question>> = {
  durable: durableSaves,
  concurrent: concurrentSaves,
  bulk: bulkSaves,
  read: readsById,
  open: opening,
  scan: scans,
  erase: erasing,
  bytes: storedBytes,
};
const DEFAULT_DIR = fileURLToPath(new URL("../../.scratch/", import.meta.url));
const FRAMES = 1_000_000;
const QUIET_LOAD = 1;
const QUICK_FRAMES = 100_000;

/** How to call it. */
export const FRAMES_USAGE: string = `frames [--quick] [--only ${Object.keys(QUESTIONS).join("|")}] [--frames <n>] [--dir <folder on the disk>] [--json <file>]`;

export async function runFrames(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string", multiple: true },
      frames: { type: "string" },
      dir: { type: "string", default: DEFAULT_DIR },
      json: { type: "string" },
    },
  });
  const names = values.only ?? Object.keys(QUESTIONS);
  const byDefault = values.quick ? QUICK_FRAMES : FRAMES;
  const frames = values.frames === undefined ? byDefault : toCount("frames", values.frames);
  for (const name of names) oneOf("only", Object.keys(QUESTIONS), name);
  const rivals = installedRivals();
  if (rivals.length === 0)
    process.stderr.write("Rivals are left out; to install them: npm ci --prefix benchmarks/compare\n");
  warnOfLoad();
  await mkdir(values.dir, { recursive: true });
  const dir = await mkdtemp(join(values.dir, "frames-"));
  try {
    const answers = await askAll(names, { dir, isQuick: values.quick, frames, rivals });
    if (values.json !== undefined)
      await writeFile(values.json, JSON.stringify({ machine: machineLine(), load: loadavg(), answers }, null, 2));
  } finally {
    if (existsSync(dir)) await rm(dir, { recursive: true });
  }
}

/** Others' work shows in every figure but those that count what a thread itself computed. */
function warnOfLoad(): void {
  const [load] = loadavg() as [number, number, number];
  if (load < QUIET_LOAD) return;
  process.stderr.write(
    `The machine is busy (load ${load.toFixed(1)}): figures in time are too slow, ratios uncertain.\n`,
  );
}

async function askAll(names: readonly string[], setting: Omit<Setting, "largeStore">): Promise<Record<string, Answer>> {
  let built: Promise<LargeStore> | undefined;
  const answers: Record<string, Answer> = {};
  for (const name of names) {
    const started = performance.now();
    const answer = await QUESTIONS[name]!({ ...setting, largeStore: () => (built ??= buildLargeStore(setting)) });
    answers[name] = answer;
    printAnswer(answer);
    process.stderr.write(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }
  process.stdout.write(`${machineLine()} · load ${loadavg()[0]!.toFixed(1)}\n`);
  return answers;
}
