/** `pnpm bench footprint`: what does one memory take, in RAM and on disk, with its text of 1 KB, its vector and every index? */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { statSync } from "node:fs";
import { loadavg } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { toCount } from "../arguments.ts";
import { startContestant } from "../frames/contestant.ts";
import { filesBelow } from "../frames/files.ts";
import { printAnswer } from "../frames/print.ts";
import type { Answer, Figures } from "../frames/question.ts";
import { machineLine } from "../machine.ts";

export const FOOTPRINT_USAGE = "footprint [--memories <n>] [--dir <folder on the disk>]";

const DEFAULT_DIR = fileURLToPath(new URL("../../.scratch/", import.meta.url));
const QUESTIONS = 1000;
const GOALS = { ram: 1024, disk: 2048 };
/** The seed's table, KB of RAM a memory. */
const SEED = "the system it was written for 400, after quick wins 100, after aggressive optimisation 25, at the end 5";

export async function runFootprint(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { memories: { type: "string", default: "100000" }, dir: { type: "string", default: DEFAULT_DIR } },
  });
  const memories = toCount("memories", values.memories);
  await mkdir(values.dir, { recursive: true });
  const dir = await mkdtemp(join(values.dir, "footprint-"));
  try {
    printAnswer(await measure(dir, memories));
    process.stdout.write(`${machineLine()} · load ${loadavg()[0]!.toFixed(1)}\n`);
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function measure(dir: string, memories: number): Promise<Answer> {
  const [full, nearlyEmpty] = [join(dir, "full"), join(dir, "nearly-empty")];
  await inOneProcess("fill", { dir: full, memories });
  await inOneProcess("fill", { dir: nearlyEmpty, memories: 1 });
  const rss = (await inOneProcess("ask", { dir: full, memories, questions: QUESTIONS }))["RSS MiB"]!;
  const base = (await inOneProcess("ask", { dir: nearlyEmpty, memories, questions: QUESTIONS }))["RSS MiB"]!;
  const vectors = bytesBelow(join(full, "index", "vectors"));
  const index = bytesBelow(join(full, "index")) - vectors;
  const disk = bytesBelow(full);
  const ram = ((rss - base) * 1024 ** 2) / memories;
  const bytes = (total: number): Figures => ({ "bytes a memory": total / memories });
  return {
    title: `The footprint of a memory, among ${memories.toLocaleString("en")}`,
    rows: [
      { name: "log, on disk", figures: bytes(disk - index - vectors) },
      { name: "index, on disk", figures: bytes(index) },
      { name: "vectors, on disk", figures: bytes(vectors) },
      { name: "all, on disk", figures: bytes(disk) },
      { name: "RAM beyond a store of one", figures: { "bytes a memory": ram, "RSS MiB": rss } },
      { name: "RAM, the process included", figures: { "bytes a memory": (rss * 1024 ** 2) / memories } },
    ],
    verdicts: [
      { what: "bytes of RAM a memory", value: ram, atMost: GOALS.ram },
      { what: "bytes on disk a memory", value: disk / memories, atMost: GOALS.disk },
    ],
    notes: [
      `Texts of about 1,000 bytes, vectors of 384 dimensions; RAM is what is resident after ${QUESTIONS} questions by words and vectors.`,
      `The seed's table says, in KB of RAM: ${SEED}.`,
    ],
  };
}

async function inOneProcess(subject: string, params: Readonly<Record<string, string | number>>): Promise<Figures> {
  const contestant = await startContestant(subject, `footprint/${subject}`, params);
  try {
    return await contestant.round();
  } finally {
    await contestant.close();
  }
}

/** The lock is of no account; sizes are what files say, not blocks. */
function bytesBelow(dir: string): number {
  return filesBelow(dir + sep).reduce((sum, file) => sum + statSync(file).size, 0);
}
