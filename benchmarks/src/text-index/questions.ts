/**
 * Questions about the workload: the words of each come from one memory, its target, unless they are only common. They are written to
 * a file, so that the process that answers them needs no workload in its memory.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { createRandom } from "../corpus.ts";
import type { RankedWord, Workload } from "./workload.ts";

/** Kinds, in the order in which they are reported. */
export const KINDS = ["natural", "rare", "question", "tagged", "common"] as const;
export type Kind = (typeof KINDS)[number];

export interface TextQuestion {
  readonly text: string;
  readonly tag?: string;
  /** The memory that the words come from. */
  readonly target: string;
}

export type QuestionSheet = Readonly<Record<Kind, readonly TextQuestion[]>>;

/** Ranks of common words, and of those that are neither common nor rare. */
const COMMON = { from: 5, to: 1500 };
const MIDDLING = { from: 1500, to: 15_000 };
const LEAST_RARE_RANK = 5000;

/** A memory's words, shuffled, by how common they are. */
interface Drawn {
  readonly rare: string;
  readonly common: readonly string[];
  readonly middling: readonly string[];
  readonly tags: readonly string[];
}

export function createQuestions(workload: Workload, memories: number, count: number): QuestionSheet {
  const ask = (kind: Kind, seed: number): TextQuestion[] => {
    const random = createRandom(seed);
    const questions: TextQuestion[] = [];
    while (questions.length < count) {
      const i = random() % memories;
      const drawn = draw(workload, i, random);
      if (drawn === undefined) continue;
      questions.push({ ...WRITERS[kind](drawn, random), target: workload.text(i) });
    }
    return questions;
  };
  return Object.fromEntries(KINDS.map((kind, seed) => [kind, ask(kind, seed + 1)])) as unknown as QuestionSheet;
}

const WRITERS: Readonly<Record<Kind, (drawn: Drawn, random: () => number) => Omit<TextQuestion, "target">>> = {
  /** Three to six words, one of them rare. */
  natural: ({ rare, common }, random) => ({
    text: shuffle([rare, ...common.slice(0, 2 + (random() % 4))], random).join(" "),
  }),
  rare: ({ rare }) => ({ text: rare }),
  question: ({ rare, common: [one, two, three] }) => ({
    text: `what did we say about the ${one} ${rare} and the ${two} that was in ${three}?`,
  }),
  tagged: ({ common, middling, tags }, random) => ({
    text: shuffle([common[0]!, middling[0]!], random).join(" "),
    tag: tags[random() % tags.length]!,
  }),
  /** Three to six common words: nothing that is rare helps. */
  common: ({ common }, random) => ({ text: common.slice(0, 3 + (random() % 4)).join(" ") }),
};

function draw(workload: Workload, i: number, random: () => number): Drawn | undefined {
  const words = [...new Map(workload.contentWords(i).map((word) => [word.word, word])).values()];
  const rare = words.reduce((rarest, word) => (word.rank > rarest.rank ? word : rarest), { word: "", rank: -1 });
  const between = ({ from, to }: typeof COMMON): string[] => {
    const isWanted = ({ word, rank }: RankedWord): boolean => rank >= from && rank < to && word !== rare.word;
    return shuffle(
      words.filter(isWanted).map(({ word }) => word),
      random,
    );
  };
  const [common, middling] = [between(COMMON), between(MIDDLING)];
  if (rare.rank < LEAST_RARE_RANK || common.length < 6 || middling.length === 0) return undefined;
  return { rare: rare.word, common, middling, tags: workload.metadata(i).tags };
}

/** Source: Fisher and Yates. */
function shuffle<T>(items: T[], random: () => number): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random() % (i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

export function writeQuestions(file: string, sheet: QuestionSheet): void {
  writeFileSync(file, JSON.stringify(sheet));
}

export function readQuestions(file: string): QuestionSheet {
  return JSON.parse(readFileSync(file, "utf8")) as QuestionSheet;
}
