/** The process that searches: opens the index that another process built, asks it, and answers with times, hits and memory. */
import { openStoredVectorIndex, type NearestOptions } from "@vidmem/index";
import { threadTimes } from "../frames/processor.ts";
import { createClusteredVectors } from "./clustered-vectors.ts";
import { MODEL } from "./model.ts";

/** What to ask. */
export interface SearchOrder {
  readonly dir: string;
  readonly dimensions: number;
  readonly vectors: number;
  /** Each question is asked near the vector of this number. */
  readonly near: readonly number[];
}

/** One way of asking: its times and what was found. */
export interface SearchAnswer {
  readonly name: string;
  readonly wallMs: readonly number[];
  /** Time on the processor. */
  readonly threadMs: readonly number[];
  readonly keys: readonly (readonly number[])[];
}

/** What came of an order. */
export interface SearchReport {
  readonly answers: readonly SearchAnswer[];
  readonly openMs: number;
  readonly firstMs: number;
  readonly restBytes: number;
  readonly loadedBytes: number;
  /** Greatest difference of an int8 cosine from the float one, over questions and sampled vectors. */
  readonly worstCosineLoss: number;
  readonly meanCosineLoss: number;
}

const LIMIT = 10;
const WARM_UPS = 10;
const SAMPLED_KEYS = 500;

process.once("message", (order: SearchOrder) => {
  void search(order).then((report) => {
    process.send!(report);
    process.disconnect();
  });
});

async function search({ dir, dimensions, vectors, near }: SearchOrder): Promise<SearchReport> {
  const source = createClusteredVectors(dimensions);
  const questions = near.map((number) => source.turn(source.question(number)));
  const restBytes = memoryBytes();
  const opened = performance.now();
  const index = await openStoredVectorIndex({ dir, model: MODEL, access: "read" });
  const openMs = performance.now() - opened;
  const asked = performance.now();
  await index.nearest(questions[0]!, LIMIT);
  const firstMs = performance.now() - asked;
  const answers: SearchAnswer[] = [];
  let loadedBytes = 0;
  for (const [name, options] of waysToAsk(vectors)) {
    const answer = { name, wallMs: [] as number[], threadMs: [] as number[], keys: [] as number[][] };
    for (const question of questions.slice(0, WARM_UPS)) await index.nearest(question, LIMIT, options);
    for (const question of questions) {
      const [started, thread] = [performance.now(), threadTimes().ranMs];
      const hits = await index.nearest(question, LIMIT, options);
      answer.wallMs.push(performance.now() - started);
      answer.threadMs.push(threadTimes().ranMs - thread);
      answer.keys.push(hits.map(({ key }) => key));
    }
    answers.push(answer);
    loadedBytes ||= memoryBytes(); // after the first way: the lists of the filters are not the index's
  }
  const losses: number[] = [];
  const keys = Array.from({ length: SAMPLED_KEYS }, (_, at) => Math.floor((at * vectors) / SAMPLED_KEYS));
  const sampled = keys.map((key) => source.turn(source.axes(key)));
  for (const question of questions) {
    const cosines = await index.cosines(question, keys);
    for (const [at, vector] of sampled.entries()) losses.push(Math.abs(dot(question, vector) - cosines[at]!));
  }
  await index.close();
  return {
    answers,
    openMs,
    firstMs,
    restBytes,
    loadedBytes,
    worstCosineLoss: losses.reduce((worst, loss) => Math.max(worst, loss), 0),
    meanCosineLoss: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
  };
}

function waysToAsk(vectors: number): [string, NearestOptions][] {
  const every = (step: number): Float64Array => Float64Array.from({ length: vectors / step }, (_, at) => at * step);
  return [
    ["fast", {}],
    ["high", { accuracy: "high" }],
    ["allows every 2nd", { allows: (key) => key % 2 === 0 }],
    ["allows every 100th", { allows: (key) => key % 100 === 0 }],
    ["among every 2nd", { among: every(2) }],
    ["among every 100th", { among: every(100) }],
    ["among every 10,000th", { among: every(10_000) }],
  ];
}

function memoryBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, at) => sum + value * b[at]!, 0);
}
