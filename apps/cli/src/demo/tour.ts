/**
 * The tour without its looks: saves the sample, asks every question, measures.
 * A question's rank is the place of the first turn that answers it; when several turns answer, the best placed one counts.
 */
import type { Hit, Memory, MemoryStore } from "@vidmem/memory";
import { samplePath } from "../package-files.ts";
import type { DemoQuestion } from "./questions.ts";

const ASKED_FOR = 10;
const SINGLE_SAVES = 25;
const CONTEXT_TURNS = { before: 1, after: 1 };
const TIMING_NAMESPACE = "timing";

/** What saving took. All times in ms. */
export interface Saving {
  readonly saved: number;
  readonly sessions: number;
  readonly speakers: readonly string[];
  readonly firstAt: number;
  readonly lastAt: number;
  /** Until the last one was durable. */
  readonly tookMs: number;
  readonly perSecond: number;
  readonly diskBytes: number;
  /** One save by itself, from the call until it is durable. */
  readonly single: { readonly count: number; readonly medianMs: number; readonly slowestMs: number };
}

/** One question and what came of it. */
export interface Asked {
  readonly question: DemoQuestion;
  /** From 1; undefined when no right turn was among the ten. */
  readonly rank: number | undefined;
  readonly best: Hit | undefined;
  /** The turns around the best hit, itself included. */
  readonly around: readonly Memory[];
  /** The right turn, to show what was missed. */
  readonly right: Memory | undefined;
  readonly tookMs: number;
}

export interface Score {
  readonly questions: number;
  readonly first: number;
  readonly inThree: number;
  readonly inTen: number;
  readonly medianMs: number;
  readonly slowestMs: number;
}

/** Imports the conversation, and times single saves in a namespace of their own, where no question looks. */
export async function saveSample(store: MemoryStore, signal: AbortSignal): Promise<Saving> {
  const started = performance.now();
  const { saved } = await store.import(samplePath("conversation.jsonl"), { format: "jsonl", signal });
  const tookMs = performance.now() - started;
  const { sessions, log } = store.stats();
  const turns = await collect(store);
  const times = turns.map(({ timestamp }) => timestamp);
  return {
    saved,
    sessions,
    speakers: [...new Set(turns.flatMap(({ speaker }) => speaker ?? []))],
    firstAt: Math.min(...times),
    lastAt: Math.max(...times),
    tookMs,
    perSecond: Math.round((saved / tookMs) * 1000),
    diskBytes: log.sizeBytes,
    single: await timeSingleSaves(store, signal),
  };
}

/** Asks one after the other; yields each as it is answered. */
export async function* askAll(
  store: MemoryStore,
  questions: readonly DemoQuestion[],
  signal: AbortSignal,
): AsyncGenerator<Asked> {
  const bySource = new Map((await collect(store)).map((memory) => [memory.metadata["sourceId"], memory]));
  for (const question of questions) {
    signal.throwIfAborted();
    const { hits, tookMs } = await store.search(question.question, { limit: ASKED_FOR });
    const place = hits.findIndex(({ metadata }) => question.turns.some((turn) => turn === metadata["sourceId"]));
    const [best] = hits;
    yield {
      question,
      rank: place === -1 ? undefined : place + 1,
      best,
      around: best === undefined ? [] : await store.context(best.id, CONTEXT_TURNS),
      right: place === -1 ? bySource.get(question.turns[0] ?? "") : bySource.get(hits[place]!.metadata["sourceId"]),
      tookMs,
    };
  }
}

export function scoreOf(asked: readonly Asked[]): Score {
  const within = (most: number): number => asked.filter(({ rank }) => rank !== undefined && rank <= most).length;
  const { medianMs, slowestMs } = spread(asked.map(({ tookMs }) => tookMs));
  return {
    questions: asked.length,
    first: within(1),
    inThree: within(3),
    inTen: within(ASKED_FOR),
    medianMs,
    slowestMs,
  };
}

async function timeSingleSaves(store: MemoryStore, signal: AbortSignal): Promise<Saving["single"]> {
  const times: number[] = [];
  for (let number = 1; number <= SINGLE_SAVES; number++) {
    signal.throwIfAborted();
    const started = performance.now();
    await store.save(`Timed save ${number}`, { namespace: TIMING_NAMESPACE });
    times.push(performance.now() - started);
  }
  return { count: SINGLE_SAVES, ...spread(times) };
}

async function collect(store: MemoryStore): Promise<Memory[]> {
  const memories: Memory[] = [];
  for await (const memory of store.stream({ namespace: "default" })) memories.push(memory);
  return memories;
}

function spread(times: readonly number[]): { medianMs: number; slowestMs: number } {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return {
    medianMs: sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2,
    slowestMs: sorted.at(-1) ?? 0,
  };
}
