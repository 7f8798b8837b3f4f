/**
 * Workload: as many memories as asked for, about 80 words each, as conversations of about 20 turns. Words of a real vocabulary follow a
 * Zipf–Mandelbrot law; each session keeps to twelve topics; tags, speakers and times come with the text. For speed and size, never for quality.
 * Invariant: text(i) and metadata(i) depend on nothing but the seed and `i`, so that any process makes the same.
 */
import { createRequire } from "node:module";
import { createRandom, FUNCTION_WORDS, sentences } from "../corpus.ts";

const require = createRequire(import.meta.url);

/** About as many as WordNet has single words; the list itself has 275,000. */
const VOCABULARY_WORDS = 78_000;
const LEAST_LETTERS = 3;
/** Texts make their own plurals. A question with one would ask for several things, and be answered in two hops. */
const PLURAL = /[^s]s$/;
/** How far chance moves a word, which else stands where its length puts it: so the texts take 480 bytes, as such texts of WordNet's words do (490). */
const SHUFFLE_LETTERS = 100;
const TURNS_PER_SESSION = 20;
/** A session has 12 to 28 turns. */
const SESSION_JITTER = 9;
const TOPICS_PER_SESSION = 12;
const FIRST_TOPIC_RANK = 200;
const TAGS = 200;
const START_MS = Date.UTC(2024, 10, 1);
const TURN_MS = 25_000;
/** Mandelbrot's offset: flattens the law among the commonest words. */
const RANK_OFFSET = 3.7;

/** A word of a text, and its rank in the vocabulary, the commonest 0. */
export interface RankedWord {
  readonly word: string;
  readonly rank: number;
}

/** What is saved with a text. */
export type TurnMetadata = {
  readonly session: string;
  readonly speaker: string;
  readonly tags: readonly string[];
  /** ms */
  readonly timestamp: number;
};

export interface Workload {
  /** ASCII. */
  text(i: number): string;
  /** The words of text `i` that are in the vocabulary as they stand there. */
  contentWords(i: number): RankedWord[];
  metadata(i: number): TurnMetadata;
  wordOf(rank: number): string;
}

/** What the turns of a session share. */
interface SessionDraws {
  readonly topics: readonly number[];
  readonly tags: readonly string[];
}

export function createWorkload(seed = 20_261_121): Workload {
  let made: readonly string[] | undefined;
  // Made when the first text is: metadata needs none.
  const vocabulary = (): readonly string[] => (made ??= createVocabulary(seed));
  const contentRank = createZipf(VOCABULARY_WORDS);
  const functionRank = createZipf(FUNCTION_WORDS.length);
  const tagRank = createZipf(TAGS);
  const randomOf = (stream: number, n: number): (() => number) =>
    createRandom(seed ^ Math.imul(n + 1, 0x85ebca6b) ^ Math.imul(stream, 0x9e3779b1));
  const startOf = (session: number): number =>
    session <= 0 ? 0 : TURNS_PER_SESSION * session + (randomOf(1, session)() % SESSION_JITTER) - (SESSION_JITTER >> 1);
  const sessionOf = (i: number): number => {
    const near = Math.floor(i / TURNS_PER_SESSION);
    if (i < startOf(near)) return near - 1;
    return i >= startOf(near + 1) ? near + 1 : near;
  };
  let last = -1;
  let lastDraws: SessionDraws = { topics: [], tags: [] };
  const sessionDraws = (session: number): SessionDraws => {
    if (session === last) return lastDraws;
    last = session;
    const random = randomOf(2, session);
    const topics = Array.from(
      { length: TOPICS_PER_SESSION },
      () => FIRST_TOPIC_RANK + (random() % (VOCABULARY_WORDS - FIRST_TOPIC_RANK)),
    );
    return (lastDraws = { topics, tags: [`tag${tagRank(random())}`, `tag${tagRank(random())}`] });
  };
  const write = (i: number, note: (word: RankedWord) => void): string => {
    const random = randomOf(3, i);
    const { topics } = sessionDraws(sessionOf(i));
    const words = vocabulary();
    const pick = (): string => {
      const chance = random() % 100;
      if (chance < 40) return FUNCTION_WORDS[functionRank(random())]!;
      if (chance < 42) return String(1 + (random() % 9999));
      const rank = chance < 51 ? topics[random() % TOPICS_PER_SESSION]! : contentRank(random());
      const word = words[rank]!;
      if (random() % 100 < 8 && !word.endsWith("s")) return `${word}s`;
      note({ word, rank });
      return word;
    };
    return sentences(40 + (random() % 81), pick, random);
  };

  return {
    wordOf: (rank) => vocabulary()[rank]!,
    text: (i) => write(i, () => {}),
    contentWords(i) {
      const words: RankedWord[] = [];
      write(i, (word) => words.push(word));
      return words;
    },
    metadata(i) {
      const session = sessionOf(i);
      const shared = sessionDraws(session).tags;
      const random = randomOf(4, i);
      const tags = new Set([shared[0]!]);
      if (random() % 2 === 0) tags.add(shared[1]!);
      if (random() % 10 < 3) tags.add(`tag${tagRank(random())}`);
      return {
        session: `s${session}`,
        speaker: i % 2 === 0 ? "user" : "assistant",
        tags: [...tags],
        timestamp: START_MS + i * TURN_MS,
      };
    },
  };
}

/** Words of a list of English words, in an order that stands for how common they are. */
function createVocabulary(seed: number): string[] {
  const random = createRandom(seed);
  const taken = new Set(FUNCTION_WORDS);
  const words = (require("an-array-of-english-words") as readonly string[]).filter(
    (word) => word.length >= LEAST_LETTERS && !taken.has(word) && !PLURAL.test(word),
  );
  const rarities = Float64Array.from(words, ({ length }) => length + (SHUFFLE_LETTERS * random()) / 2 ** 32);
  const order = Uint32Array.from(words.keys()).sort((a, b) => rarities[a]! - rarities[b]!);
  return Array.from(order.subarray(0, VOCABULARY_WORDS), (at) => words[at]!);
}

/** Turns 32 random bits into a rank, P(rank) ~ 1 / (rank + 3.7). Source: Mandelbrot's form of Zipf's law. */
function createZipf(ranks: number): (bits: number) => number {
  const sums = new Float64Array(ranks);
  let sum = 0;
  for (let rank = 0; rank < ranks; rank++) sums[rank] = sum += 1 / (rank + RANK_OFFSET);
  return (bits) => {
    const wanted = (bits / 2 ** 32) * sum;
    let [low, high] = [0, ranks - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
