/**
 * Conversations whose turns are judged: does a question ask about them? Turns come from a store into which they were
 * imported, so that a text is what a store would score.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openMemory, type ImportFormat, type Memory } from "@vidmem/memory";
import { readQuestions } from "../quality/locomo-questions.ts";

/** One turn, and whether some question asks about it. */
interface JudgedTurn {
  readonly text: string;
  readonly timestamp: number;
  readonly session: string | undefined;
  readonly speaker: string | undefined;
  readonly asked: boolean;
}

export interface Conversation {
  readonly name: string;
  /** In order of saving. */
  readonly turns: readonly JudgedTurn[];
}

const SAMPLE = fileURLToPath(new URL("../../../apps/cli/sample/", import.meta.url));

/** The conversation that is shipped with the command line. */
export async function readSample(): Promise<Conversation> {
  const questions = JSON.parse(await readFile(join(SAMPLE, "questions.json"), "utf8")) as { turns: string[] }[];
  const asked = new Set(questions.flatMap(({ turns }) => turns));
  const [turns] = await importTurns(join(SAMPLE, "conversation.jsonl"), "jsonl", ["default"]);
  return { name: "sample", turns: turns!.map((memory) => toTurn(memory, asked)) };
}

/** The conversations of a LoCoMo file. */
export async function readLocomo(path: string): Promise<Conversation[]> {
  const questions = await readQuestions(path);
  const names = [...new Set(questions.map(({ namespace }) => namespace))];
  const all = await importTurns(path, "locomo", names);
  return all.map((memories, at) => {
    const asked = new Set(
      questions.flatMap(({ namespace, gold }) => (namespace === names[at] ? Array.from(gold) : [])),
    );
    return { name: names[at]!, turns: memories.map((memory) => toTurn(memory, asked)) };
  });
}

/** What a file's import gives, a list for each namespace. */
async function importTurns(path: string, format: ImportFormat, namespaces: readonly string[]): Promise<Memory[][]> {
  const dir = await mkdtemp(join(tmpdir(), "vidmem-significance-"));
  try {
    const store = await openMemory({ dir, durability: "none" });
    await store.import(path, { format });
    const all: Memory[][] = [];
    for (const namespace of namespaces) {
      const memories: Memory[] = [];
      for await (const memory of store.timeline({ namespace })) memories.push(memory);
      all.push(memories);
    }
    await store.close();
    return all;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function toTurn({ content, timestamp, session, speaker, metadata }: Memory, asked: ReadonlySet<string>): JudgedTurn {
  if (typeof content !== "string") throw new TypeError("a turn must be a text");
  const id = metadata["sourceId"];
  return { text: content, timestamp, session, speaker, asked: typeof id === "string" && asked.has(id) };
}
