/** The questions of a LoCoMo file that can be judged: those whose evidence names turns that exist. */
import { readFile } from "node:fs/promises";

/** One question with the turns that answer it. */
export interface JudgedQuestion {
  /** "<sample_id>|<question index>" */
  readonly key: string;
  readonly namespace: string;
  readonly text: string;
  readonly category: string;
  readonly gold: ReadonlySet<string>;
}

/** Names of LoCoMo's category numbers. */
const CATEGORIES: Record<string, string> = {
  "1": "multi-hop",
  "2": "temporal",
  "3": "open-domain",
  "4": "single-hop",
  "5": "adversarial",
};

interface Sample {
  readonly sample_id: string;
  readonly conversation: Record<string, unknown>;
  readonly qa: readonly { question: string; category: number; evidence?: readonly string[] }[];
}

export async function readQuestions(path: string): Promise<JudgedQuestion[]> {
  const samples = JSON.parse(await readFile(path, "utf8")) as readonly Sample[];
  return samples.flatMap((sample) => {
    const turns = turnIds(sample.conversation);
    return sample.qa.flatMap((qa, index) => {
      const named = (qa.evidence ?? []).flatMap((text) => text.match(/D\d+:\d+/g) ?? []);
      const gold = new Set(named.filter((id) => turns.has(id)));
      if (gold.size === 0) return [];
      const category = CATEGORIES[qa.category] ?? String(qa.category);
      return [{ key: `${sample.sample_id}|${index}`, namespace: sample.sample_id, text: qa.question, category, gold }];
    });
  });
}

function turnIds(conversation: Record<string, unknown>): Set<string> {
  const sessions = Object.values(conversation).filter((value) => Array.isArray(value)) as { dia_id: string }[][];
  return new Set(sessions.flat().map((turn) => turn.dia_id));
}
