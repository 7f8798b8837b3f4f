/** How long does a process take that starts, opens the store, answers one question and ends? */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Row } from "../../frames/question.ts";
import { median } from "../../statistics.ts";
import { readQuestions } from "../questions.ts";
import type { Measurement } from "./setting.ts";

const ROUNDS = 9;
const SCRIPT = fileURLToPath(new URL("../first-search.js", import.meta.url));
const LONGEST_MS = 200;
/** The packages as they are published: few files each. */
const AS_PUBLISHED = "--conditions=@vidmem/bundle";
const MAX_OUTPUT_BYTES = 1_048_576;

/** What first-search.ts prints, and the time of the whole process. */
interface Run {
  readonly wholeMs: number;
  readonly loadMs: number;
  readonly openMs: number;
  readonly searchMs: number;
  /** Computed on all its threads. */
  readonly cpuMs: number;
}

export const firstResults: Measurement = async ({ storeDir, rivalDir, hasRival, questionsFile }) => {
  const questions = readQuestions(questionsFile).natural;
  const contestants = [
    { name: "vidmem", args: [AS_PUBLISHED, SCRIPT, "vidmem", storeDir] },
    { name: "vidmem, to write", args: [AS_PUBLISHED, SCRIPT, "vidmem-writing", storeDir] },
    { name: "vidmem, module by module", args: [SCRIPT, "vidmem", storeDir] },
    ...(hasRival ? [{ name: "SQLite FTS5", args: [SCRIPT, "sqlite", rivalDir] }] : []),
  ];
  const runs = contestants.map((): Run[] => []);
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(timeBareNode());
    for (const [at, { args }] of contestants.entries()) runs[at]!.push(runOnce([...args, questions[round]!.text]));
  }
  const rows: Row[] = contestants.map(({ name }, at) => ({
    name,
    figures: {
      "whole ms": median(runs[at]!.map(({ wholeMs }) => wholeMs)),
      "load code ms": median(runs[at]!.map(({ loadMs }) => loadMs)),
      "open ms": median(runs[at]!.map(({ openMs }) => openMs)),
      "first search ms": median(runs[at]!.map(({ searchMs }) => searchMs)),
      "cpu ms": median(runs[at]!.map(({ cpuMs }) => cpuMs)),
    },
  }));
  return {
    title: "A fresh process to its first result",
    rows: [...rows, { name: "node that does nothing", figures: { "whole ms": median(bare) } }],
    verdicts: [{ what: "whole ms", value: rows[0]!.figures["whole ms"]!, atMost: LONGEST_MS }],
    notes: [
      `Medians of ${ROUNDS} processes each, taking turns, each with another question of 3 to 6 words. The packages as published, and as a build alone leaves them.`,
    ],
  };
};

function runOnce(args: readonly string[]): Run {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  const wholeMs = performance.now() - start;
  if (status !== 0) throw new Error(`the first search of ${args.join(" ")} failed: ${stderr}`);
  const last = stdout.trimEnd().split("\n").at(-1)!;
  return { ...(JSON.parse(last) as Omit<Run, "wholeMs">), wholeMs };
}

function timeBareNode(): number {
  const start = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - start;
}
