/** `pnpm bench index`: what does a whole store do at a hundred thousand or a million memories, loading and answering, beside SQLite FTS5? */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { toCount } from "../arguments.ts";
import { printAnswer } from "../frames/print.ts";
import type { Answer } from "../frames/question.ts";
import { machineLine } from "../machine.ts";
import { answers, questionsNeeded } from "./measurements/answers.ts";
import { exactAnswers } from "./measurements/exact-answers.ts";
import { firstResults } from "./measurements/first-results.ts";
import { freshSaves } from "./measurements/fresh-saves.ts";
import { ingest } from "./measurements/ingest.ts";
import type { Measurement, Setting } from "./measurements/setting.ts";
import { size } from "./measurements/size.ts";
import { createQuestions, writeQuestions } from "./questions.ts";
import { hasTextRival } from "./rival.ts";
import { writeTexts } from "./texts-file.ts";
import { createWorkload } from "./workload.ts";

export const TEXT_INDEX_USAGE =
  "index [--memories <n>] [--questions <n>] [--rival-questions <n>] [--dir <folder on the disk>] [--json <file>]";

const DEFAULT_DIR = fileURLToPath(new URL("../../.scratch/", import.meta.url));
/** The first loads the stores and the last changes ours. */
const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  ingest,
  size,
  firstResults,
  answers,
  exactAnswers,
  freshSaves,
};

export async function runTextIndex(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      memories: { type: "string", default: "100000" },
      questions: { type: "string", default: "300" },
      "rival-questions": { type: "string", default: "100" },
      dir: { type: "string", default: DEFAULT_DIR },
      json: { type: "string" },
    },
  });
  await mkdir(values.dir, { recursive: true });
  const dir = await mkdtemp(join(values.dir, "index-"));
  try {
    const setting = prepare(dir, {
      memories: toCount("memories", values.memories),
      questions: toCount("questions", values.questions),
      rivalQuestions: toCount("rival-questions", values["rival-questions"], 0),
    });
    const answered = await measureAll(setting);
    if (values.json !== undefined)
      await writeFile(values.json, JSON.stringify({ machine: machineLine(), load: loadavg(), answered }, null, 2));
  } finally {
    await rm(dir, { recursive: true });
  }
}

type Counts = Pick<Setting, "memories" | "questions" | "rivalQuestions">;

/** Makes texts and questions, which no measurement should have to. */
function prepare(dir: string, counts: Counts): Setting {
  const hasRival = counts.rivalQuestions > 0 && hasTextRival();
  if (counts.rivalQuestions > 0 && !hasRival)
    process.stderr.write("SQLite is left out; to install it: npm ci --prefix benchmarks/compare\n");
  const workload = createWorkload();
  const [textsFile, questionsFile] = [join(dir, "texts"), join(dir, "questions.json")];
  writeQuestions(questionsFile, createQuestions(workload, counts.memories, questionsNeeded(counts.questions)));
  const textBytes = writeTexts(textsFile, workload, counts.memories);
  return {
    ...counts,
    storeDir: join(dir, "store"),
    rivalDir: join(dir, "sqlite"),
    hasRival,
    textsFile,
    questionsFile,
    textBytes,
  };
}

async function measureAll(setting: Setting): Promise<Record<string, Answer>> {
  const answered: Record<string, Answer> = {};
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    const started = performance.now();
    const answer = await measure(setting);
    answered[name] = answer;
    printAnswer(answer);
    process.stderr.write(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }
  process.stdout.write(`${machineLine()} · load ${loadavg()[0]!.toFixed(1)}\n`);
  return answered;
}
