/**
 * Corpus: many memories of natural-looking English, made from a seed. For speed and size, never for quality.
 * Words follow a Zipf–Mandelbrot law, each session keeps to a few topics, sentences begin with a capital and end with a stop.
 * Invariant: the same seed gives the same texts on every machine. Its 50-text blocks deflate to 0.46 of their size
 * (level 6; 0.485 at level 1), as WordNet text of the same shape does (0.49 and 0.515 with its columns; design log-notes §3).
 */
/** The commonest words of English, the commonest first: no subject of a memory. */
export const FUNCTION_WORDS: readonly string[] = (
  "the of and to a in that it is was for on with he as you at be this have from or had by but not what all were we when your " +
  "can said there an which she do how their if will up other about out many then them these so some her would make like him " +
  "into time has look two more go see no way could"
).split(" ");
const ONSETS = "b c d f g h j k l m n p r s t v w y z br cl cr dr fl gr pl sh st tr th ch".split(" ");
const VOWELS = "a e i o u a e i o u ai ea oo ou".split(" ");
const CODAS = ["", "", "", "n", "r", "s", "t", "l", "m", "d", "ck", "p", "x", "b", "g", "k", "nd"];
const ENDINGS = ["", "", "", "", "s", "ed", "er", "ly", "ing", "al", "y", "en", "ion"];
const TAGS = 200;
const TURNS_PER_SESSION = 20;
const TOPICS_PER_SESSION = 12;
const FIRST_TOPIC_RANK = 200;
const START_MS = Date.UTC(2024, 10, 1);
const TURN_MS = 25_000;
/** Slots of a table that turns 16 random bits into a rank. */
const TABLE_SLOTS = 65_536;

/** What is saved with a text. */
export type MemoryMetadata = {
  readonly type: string;
  readonly importance: number;
  readonly session: string;
  readonly speaker: string;
  readonly tags: readonly string[];
};

export interface Corpus {
  /** Text number `i`, ASCII, 500 bytes on average. */
  text(i: number): string;
  metadata(i: number): MemoryMetadata;
  /** Milliseconds since 1970, ascending in `i`. */
  timestamp(i: number): number;
}

export function createCorpus(seed = 20_261_121, words = 9000): Corpus {
  const vocabulary = createVocabulary(words, createRandom(seed));
  const contentRank = zipfTable(words);
  const functionRank = zipfTable(FUNCTION_WORDS.length);
  const tagRank = zipfTable(TAGS);
  const topicsOf = (session: number): number[] => {
    const random = createRandom(seed ^ Math.imul(session + 1, 0x9e3779b1));
    return Array.from({ length: TOPICS_PER_SESSION }, () => FIRST_TOPIC_RANK + (random() % (words - FIRST_TOPIC_RANK)));
  };
  let topics: readonly number[] = [];
  let topicsSession = -1;

  return {
    text(i) {
      const session = Math.floor(i / TURNS_PER_SESSION);
      if (session !== topicsSession) {
        topics = topicsOf(session);
        topicsSession = session;
      }
      const random = createRandom(seed ^ Math.imul(i + 1, 0x85ebca6b));
      const pick = (): string => {
        const chance = random() % 100;
        if (chance < 40) return FUNCTION_WORDS[functionRank[random() & 0xffff]!]!;
        if (chance < 42) return String(1 + (random() % 9999));
        const rank = chance < 50 ? topics[random() % TOPICS_PER_SESSION]! : contentRank[random() & 0xffff]!;
        return vocabulary[rank]!;
      };
      return sentences(40 + (random() % 81), pick, random);
    },
    metadata(i) {
      const random = createRandom(seed ^ Math.imul(i + 1, 0xc2b2ae35));
      const session = Math.floor(i / TURNS_PER_SESSION);
      const tags = [`tag${tagRank[Math.imul(session + 1, 0x9e3779b1) >>> 16]}`];
      if (random() % 10 < 3) tags.push(`tag${tagRank[random() & 0xffff]}`);
      return {
        type: "conversation",
        importance: (random() % 100) / 100,
        session: `s${session}`,
        speaker: i % 2 === 0 ? "user" : "assistant",
        tags,
      };
    },
    timestamp: (i) => START_MS + i * TURN_MS,
  };
}

/** `words` words as sentences of 7 to 16. */
export function sentences(words: number, pick: () => string, random: () => number): string {
  let text = "";
  let left = 0;
  for (let at = 0; at < words; at++) {
    let word = pick();
    if (left === 0) {
      left = 7 + (random() % 10);
      word = word.charAt(0).toUpperCase() + word.slice(1);
    }
    if (--left === 0 || at === words - 1) {
      word += ".";
      left = 0;
    }
    text += at === 0 ? word : ` ${word}`;
  }
  return text;
}

/** Made words, the commonest shortest: one to three syllables and sometimes an ending. */
function createVocabulary(count: number, random: () => number): string[] {
  const from = (list: readonly string[]): string => list[random() % list.length]!;
  const words = new Set<string>();
  while (words.size < count) {
    const syllables = words.size < count / 20 || random() % 8 === 0 ? 1 : 2;
    const stem = Array.from({ length: syllables }, () => from(ONSETS) + from(VOWELS) + from(CODAS)).join("");
    const word = stem + (syllables > 1 && random() % 2 === 0 ? "" : from(ENDINGS));
    if (word.length > 2) words.add(word);
  }
  return [...words];
}

/** Rank by 16 random bits, P(rank) ~ 1 / (rank + 20). Source: Mandelbrot's form of Zipf's law. */
function zipfTable(ranks: number): Uint16Array {
  const weights = Array.from({ length: ranks }, (_, rank) => 1 / (rank + 20));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const table = new Uint16Array(TABLE_SLOTS);
  let sum = 0;
  let slot = 0;
  for (const [rank, weight] of weights.entries()) {
    sum += weight;
    while (slot < TABLE_SLOTS && slot < (sum / total) * TABLE_SLOTS) table[slot++] = rank;
  }
  return table;
}

/** 32-bit random integers, unsigned. Source: mulberry32, Tommy Ettinger, public domain. */
export function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
