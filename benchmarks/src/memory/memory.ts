/**
 * `pnpm bench memory`: what does a whole store do in bulk, warm, and with filters, at 100,000 memories of 500 bytes? The bars are the
 * project's; the seed (Vault V2) states 500-1,000 stores, 2,000-5,000 retrievals and 100-500 searches a second.
 * Each figure comes twice: by the clock, and by what the thread itself computed, which a busy machine does not change.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openMemory, type MemoryInput, type MemoryStore } from "@vidmem/memory";
import { toCount } from "../arguments.ts";
import { createCorpus, createRandom } from "../corpus.ts";
import { printAnswer } from "../frames/print.ts";
import { threadTimes } from "../frames/processor.ts";
import type { Row, Verdict } from "../frames/question.ts";
import { machineLine } from "../machine.ts";
import { median } from "../statistics.ts";

export const MEMORY_USAGE = "memory [--memories <n>] [--rounds <n>] [--dir <folder on the disk>]";

const DEFAULT_DIR = fileURLToPath(new URL("../../.scratch/", import.meta.url));
const TYPES = ["episodic", "semantic", "procedural"] as const;
/** Ids that are read again and again: as many as the frame cache holds. */
const WARM_IDS = 1000;
const ROUND_MS = 1000;
const BARS = { bulk: 50_000, get: 200_000, search: 2000 };

export async function runMemory(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      memories: { type: "string", default: "100000" },
      rounds: { type: "string", default: "5" },
      dir: { type: "string", default: DEFAULT_DIR },
    },
  });
  const [memories, rounds] = [toCount("memories", values.memories), toCount("rounds", values.rounds)];
  await mkdir(values.dir, { recursive: true });
  const dir = await mkdtemp(join(values.dir, "memory-"));
  try {
    await measure({ dir, memories, rounds });
  } finally {
    await rm(dir, { recursive: true });
  }
}

interface Setting {
  readonly dir: string;
  readonly memories: number;
  readonly rounds: number;
}

/** Operations a second by the clock, and by the thread's own processor time. */
interface Rate {
  readonly wall: number;
  readonly thread: number;
}

async function measure({ dir, memories, rounds }: Setting): Promise<void> {
  const inputs = createInputs(memories);
  const rows: Row[] = [];
  const tell = (name: string, { wall, thread }: Rate): Rate => {
    rows.push({ name, figures: { "/s": wall, "/s of thread time": thread } });
    return { wall, thread };
  };
  const store = await openMemory({ dir: join(dir, "store"), scoring: "when-asked" });
  const bulk = tell("save in bulk, durable", await timed(memories, () => store.saveMany(inputs)));
  const opened = await timed(1, async () => {
    await store.close();
    await (await openMemory({ dir: join(dir, "store"), scoring: "when-asked" })).close();
  });
  const again = await openMemory({ dir: join(dir, "store"), scoring: "when-asked" });
  const ids = await someIds(again);
  const get = tell("get, warm", await rateOf(rounds, (n) => again.get(ids[n % ids.length]!)));
  const batch = tell(
    "getMany of 100, warm, memories",
    scale(await rateOf(rounds, () => again.getMany(ids.slice(0, 100))), 100),
  );
  const filter = tell("search by tag, type and importance", await rateOf(rounds, (n) => again.search({}, filterOf(n))));
  const words = tell(
    "the same with three words",
    await rateOf(rounds, (n) => again.search(questionOf(n), filterOf(n))),
  );
  await again.close();
  const verdicts: Verdict[] = [
    { what: "save in bulk /s", value: bulk.wall, atLeast: BARS.bulk },
    { what: "save in bulk /s of thread time", value: bulk.thread, atLeast: BARS.bulk },
    { what: "get /s", value: get.wall, atLeast: BARS.get },
    { what: "get /s of thread time", value: get.thread, atLeast: BARS.get },
    { what: "filtered search /s", value: filter.wall, atLeast: BARS.search },
    { what: "filtered search /s of thread time", value: filter.thread, atLeast: BARS.search },
    { what: "getMany, memories /s", value: batch.wall },
    { what: "filtered search with words /s", value: words.wall },
    { what: "close and open again, ms", value: 1000 / opened.wall },
  ];
  printAnswer({ title: `A store of ${memories.toLocaleString("en")} memories`, rows, verdicts });
  process.stdout.write(`${machineLine()} · load ${loadavg()[0]!.toFixed(1)}\n`);
}

function createInputs(memories: number): MemoryInput[] {
  const corpus = createCorpus();
  return Array.from({ length: memories }, (_, n) => {
    const { importance, session, speaker, tags } = corpus.metadata(n);
    const type = TYPES[n % TYPES.length]!;
    return {
      content: asRead(corpus.text(n)),
      type,
      importance,
      session,
      speaker,
      tags,
      timestamp: corpus.timestamp(n),
    };
  });
}

/** The text as a file or a socket would bring it: in one piece, not as the tree of pieces that it was made of. */
function asRead(text: string): string {
  return Buffer.from(text).toString();
}

async function someIds(store: MemoryStore): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of store.stream()) if (ids.push(id) === WARM_IDS) break;
  return ids;
}

function filterOf(n: number): {
  tags: string[];
  types: (typeof TYPES)[number][];
  minImportance: number;
  limit: number;
} {
  return { tags: [`tag${n % 50}`], types: [TYPES[n % TYPES.length]!], minImportance: 0.5, limit: 10 };
}

const corpus = createCorpus();
const random = createRandom(7);
const questions = Array.from({ length: 200 }, () => {
  const words = corpus.text(random() % 10_000).split(" ");
  return [0, 1, 2].map(() => words[random() % words.length]!).join(" ");
});

function questionOf(n: number): string {
  return questions[n % questions.length]!;
}

async function timed(count: number, run: () => Promise<unknown>): Promise<Rate> {
  const [started, before] = [performance.now(), threadTimes().ranMs];
  await run();
  const [wallMs, ranMs] = [performance.now() - started, threadTimes().ranMs - before];
  return { wall: (count / wallMs) * 1000, thread: (count / ranMs) * 1000 };
}

/** The median of rounds of a second each, after one to warm up. */
async function rateOf(rounds: number, run: (n: number) => Promise<unknown>): Promise<Rate> {
  const rates: Rate[] = [];
  let n = 0;
  for (let round = 0; round <= rounds; round++) {
    let count = 0;
    const [started, before] = [performance.now(), threadTimes().ranMs];
    while (count % 16 !== 0 || performance.now() - started < ROUND_MS) {
      await run(n++);
      count++;
    }
    const [wallMs, ranMs] = [performance.now() - started, threadTimes().ranMs - before];
    if (round > 0) rates.push({ wall: (count / wallMs) * 1000, thread: (count / ranMs) * 1000 });
  }
  return { wall: median(rates.map(({ wall }) => wall)), thread: median(rates.map(({ thread }) => thread)) };
}

function scale({ wall, thread }: Rate, factor: number): Rate {
  return { wall: wall * factor, thread: thread * factor };
}
