/** The significance room: do the scores mean something, and what do they and the queue cost? */
import { parseArgs } from "node:util";
import { createCorpus } from "../corpus.ts";
import { machineLine } from "../machine.ts";
import { readLocomo, readSample } from "./conversations.ts";
import { costLines } from "./cost.ts";
import { meaningTable } from "./meaning.ts";
import { queueLines } from "./queue.ts";

export const SIGNIFICANCE_USAGE = "significance [--data <locomo.json>]";
const CORPUS_MEMORIES = 3000;

export async function runSignificance(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { data: { type: "string" } } });
  const sample = await readSample();
  const locomo = values.data === undefined ? [] : await readLocomo(values.data);
  const turns = [...locomo, sample].flatMap((conversation) => conversation.turns);
  const corpus = createCorpus();
  const texts = Array.from({ length: CORPUS_MEMORIES }, (_, at) => ({
    ...corpus.metadata(at),
    text: corpus.text(at),
    timestamp: corpus.timestamp(at),
  }));
  const lines = [
    ...meaningTable(locomo, sample),
    "",
    ...costLines("turns", turns),
    ...costLines("made texts", texts),
    ...queueLines(),
    machineLine(),
    "",
  ];
  process.stdout.write(lines.join("\n"));
}
