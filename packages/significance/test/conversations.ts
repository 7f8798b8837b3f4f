/** Made conversations for tests of drift: sessions of ten turns on one topic, from a seed. */
import type { ScorableMemory } from "../src/context.ts";
import { NOW_MS } from "./memories.ts";

const TURNS_PER_SESSION = 10;
const WORDS_PER_TURN = 6;
const COMMON_WORDS = 60;
const WORDS_PER_TOPIC = 12;

/** How the memories are distributed. */
export interface Law {
  readonly seed: number;
  readonly sessions: number;
  /** Topics come from 0 to this. */
  readonly topics: number;
  /** The first topic; default 0. */
  readonly firstTopic?: number | undefined;
  /** The share of memories of type "procedural"; the rest is "episodic". Default 0.3. */
  readonly procedural?: number | undefined;
  /** Whether sessions differ in that share: some have three times as many, others none. Default "alike". */
  readonly sessionsAre?: "alike" | "different" | undefined;
  /** The first of the twelve hours in which sessions begin; default 8. */
  readonly fromHour?: number | undefined;
}

export function madeConversation(law: Law): ScorableMemory[] {
  const { seed, sessions, topics, firstTopic = 0, procedural = 0.3, fromHour = 8, sessionsAre = "alike" } = law;
  const random = createRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  return Array.from({ length: sessions }, (_, session) => {
    const topic = firstTopic + below(topics);
    const share = sessionsAre === "alike" ? procedural : random() < 1 / 3 ? 3 * procedural : 0;
    const start = NOW_MS + session * 86_400_000 + (fromHour + below(12)) * 3_600_000;
    return Array.from({ length: TURNS_PER_SESSION }, (_, turn): ScorableMemory => {
      const words = Array.from({ length: WORDS_PER_TURN }, () =>
        random() < 0.5 ? `common${below(COMMON_WORDS)}` : `topic${topic}word${below(WORDS_PER_TOPIC)}`,
      );
      return {
        text: words.join(" "),
        timestamp: start + turn * 60_000,
        session: `${seed}/${session}`,
        type: random() < share ? "procedural" : "episodic",
        tags: [`topic${topic}`],
        speaker: turn % 2 === 0 ? "Ada" : "Ben",
      };
    });
  }).flat();
}

/** Source: mulberry32 (public domain). 0 <= x < 1. */
function createRandom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
