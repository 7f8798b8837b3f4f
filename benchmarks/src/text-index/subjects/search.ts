/**
 * Answering the questions of a sheet, each once: a round takes the next slice of every kind, and the first `warmUps` are not kept. Figures are of all other rounds so far, so that
 * the last round's are of the whole sheet while contestants still take turns.
 */
import { openMemory } from "@vidmem/memory";
import type { Figures } from "../../frames/question.ts";
import { number, text, type SetUp, type Subject } from "../../frames/subject.ts";
import type { Params } from "../../frames/contestant.ts";
import { percentile } from "../../statistics.ts";
import { KINDS, readQuestions, type Kind, type TextQuestion } from "../questions.ts";
import { openTextRival } from "../rival.ts";

const LIMIT = 10;

/** What answers a question: the contents of the best memories. */
type Answerer = (question: TextQuestion) => Promise<readonly unknown[]> | readonly unknown[];

/** Times of one kind in ms, by the clock and by what the process computed on all its threads. */
interface Times {
  readonly wall: number[];
  readonly cpu: number[];
  found: number;
}

export const memorySearch: SetUp = async (params) => {
  const store = await openMemory({ dir: text(params, "dir"), readOnly: true });
  return createSearcher(params, {
    close: () => store.close(),
    answer: async ({ text: words, tag }) => {
      const { hits } = await store.search(words, { limit: LIMIT, tags: tag === undefined ? undefined : [tag] });
      return hits.map(({ content }) => content);
    },
  });
};

export const rivalSearch: SetUp = async (params) => {
  const rival = await openTextRival(text(params, "dir"));
  return createSearcher(params, {
    close: async () => rival.close(),
    answer: ({ text: words, tag }) => rival.search(words, { tag, limit: LIMIT }).map(({ content }) => content),
  });
};

function createSearcher(
  params: Params,
  { answer, close }: { readonly answer: Answerer; readonly close: () => Promise<void> },
): Subject {
  const sheet = readQuestions(text(params, "questions"));
  const [perRound, warmUps] = [number(params, "perRound"), number(params, "warmUps")];
  const times = Object.fromEntries(KINDS.map((kind) => [kind, { wall: [], cpu: [], found: 0 }])) as unknown as Record<
    Kind,
    Times
  >;
  let round = 0;
  return {
    async round() {
      for (const kind of KINDS) {
        const kept = round < warmUps ? createTimes() : times[kind];
        for (const question of sheet[kind].slice(round * perRound, (round + 1) * perRound))
          await ask(question, answer, kept);
      }
      round++;
      return Object.assign({}, ...KINDS.map((kind) => figuresOf(kind, times[kind]))) as Figures;
    },
    close,
  };
}

function createTimes(): Times {
  return { wall: [], cpu: [], found: 0 };
}

async function ask(question: TextQuestion, answer: Answerer, times: Times): Promise<void> {
  const before = process.cpuUsage();
  const start = performance.now();
  const contents = await answer(question);
  times.wall.push(performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  times.cpu.push((user + system) / 1000);
  if (contents.includes(question.target)) times.found++;
}

/** Names begin with the kind. */
function figuresOf(kind: Kind, { wall, cpu, found }: Times): Figures {
  const [byClock, byProcessor] = [Float64Array.from(wall), Float64Array.from(cpu)];
  const figures = {
    asked: wall.length,
    "p50 ms": percentile(byClock, 50),
    "p95 ms": percentile(byClock, 95),
    "p99 ms": percentile(byClock, 99),
    "p50 cpu ms": percentile(byProcessor, 50),
    "p95 cpu ms": percentile(byProcessor, 95),
    "target in ten": found / wall.length,
  };
  const named = Object.entries(figures).map(([name, value]) => [`${kind} ${name}`, value]);
  return { ...Object.fromEntries(named), "RSS MiB": process.memoryUsage.rss() / 1024 ** 2 };
}
