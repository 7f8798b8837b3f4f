/** `pnpm bench vectors`: recall, speed, bytes and memory of the stored vector index, against exact search over the same vectors. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openStoredVectorIndex, type KeyedVector } from "@vidmem/index";
import { toCount, UsageError } from "../arguments.ts";
import { printAnswer } from "../frames/print.ts";
import type { Answer, Row, Verdict } from "../frames/question.ts";
import { machineLine } from "../machine.ts";
import { percentile } from "../statistics.ts";
import { createClusteredVectors } from "./clustered-vectors.ts";
import { createExactNeighbours } from "./exact-neighbours.ts";
import { MODEL } from "./model.ts";
import type { SearchAnswer, SearchOrder, SearchReport } from "./search-child.ts";

/** How to call it. */
export const VECTORS_USAGE: string =
  "vectors [--vectors <n>] [--dimensions <n, a multiple of 128>] [--questions <n>] [--dir <folder>] [--keep <folder>]";

const DEFAULT_DIR = fileURLToPath(new URL("../../.scratch/", import.meta.url));
const CHILD = fileURLToPath(new URL("search-child.js", import.meta.url));
const LIMIT = 10;
const BATCH = 1000;

export async function runVectors(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      vectors: { type: "string", default: "1000000" },
      dimensions: { type: "string", default: "384" },
      questions: { type: "string", default: "400" },
      dir: { type: "string", default: DEFAULT_DIR },
      keep: { type: "string" },
    },
  });
  const vectors = toCount("vectors", values.vectors);
  const dimensions = toCount("dimensions", values.dimensions, 128);
  if (dimensions % 128 !== 0) throw new UsageError(`--dimensions must be a multiple of 128, not ${dimensions}`);
  const questions = toCount("questions", values.questions);
  const near = Array.from({ length: questions }, (_, at) => Math.floor(((at + 0.5) * vectors) / questions));
  await mkdir(values.keep ?? values.dir, { recursive: true });
  const dir = values.keep ?? (await mkdtemp(join(values.dir, "vectors-")));
  try {
    const order = { dir: join(dir, "index"), dimensions, vectors, near };
    const built = await reuseOrBuild(join(dir, "built.json"), order);
    const report = await searchInChild(order);
    printAnswer(toAnswer({ vectors, dimensions, ...built, report }));
    process.stdout.write(`${machineLine()} · load ${loadavg()[0]!.toFixed(1)}\n`);
  } finally {
    if (values.keep === undefined) await rm(dir, { recursive: true });
  }
}

/** A kept folder is searched again without building when it was built for the same order. */
async function reuseOrBuild(path: string, order: SearchOrder): Promise<Built> {
  const wanted = JSON.stringify(order);
  if (existsSync(path)) {
    const kept = JSON.parse(await readFile(path, "utf8")) as Built & { readonly order: string };
    if (kept.order === wanted) return kept;
  }
  await rm(order.dir, { recursive: true, force: true });
  const built = await build(order);
  await writeFile(path, JSON.stringify({ ...built, order: wanted }));
  return built;
}

interface Built {
  readonly exact: number[][];
  readonly bytesEach: number;
  readonly setPerSecond: number;
}

/** Fills the index and finds the exact neighbours meanwhile. Only setting and flushing are timed. */
async function build({ dir, dimensions, vectors, near }: SearchOrder): Promise<Built> {
  const source = createClusteredVectors(dimensions);
  const exact = createExactNeighbours(
    near.map((number) => source.question(number)),
    LIMIT,
  );
  const index = await openStoredVectorIndex({ dir, model: MODEL, dimensions });
  let tookMs = 0;
  for (let first = 0; first < vectors; first += BATCH) {
    const batch: KeyedVector[] = [];
    for (let number = first; number < Math.min(first + BATCH, vectors); number++) {
      const axes = source.axes(number);
      exact.offer(number, axes);
      batch.push([number, source.turn(axes)]);
    }
    const started = performance.now();
    await index.setMany(batch);
    tookMs += performance.now() - started;
  }
  const started = performance.now();
  await index.close();
  tookMs += performance.now() - started;
  return {
    exact: exact.numbers(),
    bytesEach: (await folderBytes(dir)) / vectors,
    setPerSecond: (vectors / tookMs) * 1000,
  };
}

async function searchInChild(order: SearchOrder): Promise<SearchReport> {
  const child = fork(CHILD, [], { execArgv: ["--expose-gc"], serialization: "advanced" });
  child.send(order);
  const exited = once(child, "exit").then(() => [undefined]);
  const [report] = (await Promise.race([once(child, "message"), exited])) as [SearchReport | undefined];
  if (report === undefined) throw new Error("the searching process ended without an answer");
  return report;
}

function toAnswer(found: {
  readonly vectors: number;
  readonly dimensions: number;
  readonly exact: readonly (readonly number[])[];
  readonly bytesEach: number;
  readonly setPerSecond: number;
  readonly report: SearchReport;
}): Answer {
  const { vectors, dimensions, exact, bytesEach, report } = found;
  const rows = report.answers.map((answer) => toRow(answer, exact));
  const figure = (row: number, name: string): number => rows[row]?.figures[name] ?? Number.NaN;
  const verdicts: Verdict[] = [
    { what: "recall@10, fast", value: figure(0, "recall@10"), atLeast: 0.985 },
    { what: "p50 ms, fast", value: figure(0, "p50 ms"), atMost: 15 },
    { what: "mean thread ms, fast: depends less on what else runs", value: figure(0, "mean thread ms") },
    { what: "recall@10, high", value: figure(1, "recall@10"), atLeast: 0.99 },
    { what: "bytes on disk each", value: bytesEach, atMost: 450 },
    { what: "worst cosine loss of int8", value: report.worstCosineLoss, atMost: 0.01 },
    { what: "mean cosine loss of int8", value: report.meanCosineLoss },
    { what: "set and flush, vectors/s", value: found.setPerSecond },
    { what: "opening, ms", value: report.openMs },
    { what: "first question, ms: loads all sketches", value: report.firstMs },
    { what: "RSS that the index adds, MB", value: (report.loadedBytes - report.restBytes) / 1e6 },
  ];
  return { title: `Vectors: ${vectors} × ${dimensions}, clustered; ${exact.length} questions`, rows, verdicts };
}

/** Recall counts only where nothing is filtered: the exact neighbours are those of all vectors. */
function toRow({ name, wallMs, threadMs, keys }: SearchAnswer, exact: readonly (readonly number[])[]): Row {
  const shared = keys.map((found, at) => found.filter((key) => exact[at]!.includes(key)).length);
  const recall = shared.reduce((sum, count) => sum + count, 0) / (exact.length * LIMIT);
  const isFiltered = name.startsWith("a");
  return {
    name,
    figures: {
      "p50 ms": percentile(Float64Array.from(wallMs), 50),
      "p95 ms": percentile(Float64Array.from(wallMs), 95),
      // Linux adds to a thread's time when its clock ticks, each 4 ms: only sums say something.
      "mean thread ms": threadMs.reduce((sum, ms) => sum + ms, 0) / threadMs.length,
      ...(isFiltered ? {} : { "recall@10": recall }),
    },
  };
}

async function folderBytes(dir: string): Promise<number> {
  const sizes = await Promise.all((await readdir(dir)).map(async (name) => (await stat(join(dir, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
