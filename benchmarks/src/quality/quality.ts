/** Does search find the turn that answers? LoCoMo questions over imported conversations, each in its own namespace. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createEnergeticEmbedder, type Embedder } from "@vidmem/index";
import { openMemory, type MemoryStore, type SearchOptions } from "@vidmem/memory";
import { oneOf, UsageError } from "../arguments.ts";
import { machineLine } from "../machine.ts";
import { readQuestions, type JudgedQuestion } from "./locomo-questions.ts";
import { mean, measure, type Metrics } from "./metrics.ts";

const RANKED = 100;

export const QUALITY_USAGE =
  "quality --data <locomo.json> [--embedder energetic] [--mode auto|lexical|vector|hybrid|classic] [--hops auto|off] [--out <ranks.json>]";

export async function runQuality(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: "string" },
      out: { type: "string" },
      embedder: { type: "string" },
      mode: { type: "string", default: "auto" },
      hops: { type: "string", default: "auto" },
    },
  });
  if (values.data === undefined) throw new UsageError("quality needs --data <locomo.json>");
  const how = readHow(values.mode, values.hops);
  const embedder = readEmbedder(values.embedder);
  const questions = await readQuestions(values.data);
  const dir = await mkdtemp(join(tmpdir(), "vidmem-quality-"));
  try {
    const store = await openMemory({ dir, durability: "none", embedder });
    const { saved, failed } = await store.import(values.data, { format: "locomo" });
    const { ranks, byCategory, tookMs } = await ask(store, questions, how);
    await store.close();
    const setting = `mode ${how.mode}, hops ${how.hops}, embedder ${embedder?.name ?? "none"}`;
    const counts = `${saved} turns (${failed} failed), ${questions.length} questions`;
    print(byCategory, `${counts}, ${setting}, median ${median(tookMs).toFixed(2)} ms a search`);
    if (values.out !== undefined) await writeFile(values.out, JSON.stringify(ranks));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface How {
  readonly mode: NonNullable<SearchOptions["mode"]>;
  readonly hops: NonNullable<SearchOptions["hops"]>;
}

function readHow(mode: string, hops: string): How {
  return {
    mode: oneOf("mode", ["auto", "lexical", "vector", "hybrid", "classic"], mode),
    hops: oneOf("hops", ["auto", "off"], hops),
  };
}

/** EnergeticAI's packages are there: packages/index tests its embedder with them. */
function readEmbedder(name: string | undefined): Embedder | undefined {
  if (name === undefined) return undefined;
  oneOf("embedder", ["energetic"], name);
  return createEnergeticEmbedder();
}

interface Answers {
  readonly ranks: Record<string, string[]>;
  readonly byCategory: Map<string, Metrics[]>;
  readonly tookMs: number[];
}

async function ask(store: MemoryStore, questions: readonly JudgedQuestion[], how: How): Promise<Answers> {
  const ranks: Record<string, string[]> = {};
  const byCategory = new Map<string, Metrics[]>();
  const took: number[] = [];
  for (const question of questions) {
    const { hits, tookMs } = await store.search(question.text, {
      namespace: question.namespace,
      limit: RANKED,
      ...how,
    });
    const ranked = hits.map(({ metadata }) => (typeof metadata["sourceId"] === "string" ? metadata["sourceId"] : ""));
    const metrics = measure(ranked, question.gold, (id) => id.split(":")[0] ?? id);
    byCategory.set(question.category, [...(byCategory.get(question.category) ?? []), metrics]);
    ranks[question.key] = ranked;
    took.push(tookMs);
  }
  return { ranks, byCategory, tookMs: took };
}

function print(byCategory: Map<string, Metrics[]>, summary: string): void {
  const rows = [...byCategory].toSorted(([a], [b]) => a.localeCompare(b));
  const lines = [...rows, ["overall", rows.flatMap(([, all]) => all)] as const].map(([name, all]) => {
    const m = mean(all);
    const figures = [m.recall1, m.recall5, m.recall10, m.recall20, m.ndcg10, m.reciprocalRank, m.sessionHit1];
    return [
      name.padEnd(12),
      String(all.length).padStart(5),
      ...figures.map((figure) => figure.toFixed(3).padStart(9)),
    ].join(" ");
  });
  const names = ["recall@1", "recall@5", "recall@10", "recall@20", "nDCG@10", "MRR", "sessHit@1"];
  const header = ["category".padEnd(12), "n".padStart(5), ...names.map((name) => name.padStart(9))].join(" ");
  process.stdout.write([header, ...lines, summary, machineLine(), ""].join("\n"));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
