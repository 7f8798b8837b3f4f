/** What the footprint is measured with: memories of about 1,000 bytes, and vectors of 384 dimensions that no codec can shrink. */
import type { Embedder } from "@vidmem/index";
import type { MemoryInput } from "@vidmem/memory";
import { createCorpus, createRandom } from "../corpus.ts";

const DIMENSIONS = 384;

/** Memory number `i` has the words of two texts of the corpus. */
export function* createMemories(count: number): Generator<MemoryInput, void, undefined> {
  const corpus = createCorpus();
  for (let i = 0; i < count; i++) {
    const { session, speaker, tags, importance } = corpus.metadata(2 * i);
    const content = `${corpus.text(2 * i)} ${corpus.text(2 * i + 1)}`;
    yield { content, session, speaker, tags, importance, timestamp: corpus.timestamp(i) };
  }
}

/** Questions of three words each, taken from the texts. */
export function createQuestions(memories: number, count: number): string[] {
  const corpus = createCorpus();
  const random = createRandom(11);
  return Array.from({ length: count }, () => {
    const words = corpus.text(random() % (2 * memories)).split(" ");
    return [0, 1, 2].map(() => words[random() % words.length]!).join(" ");
  });
}

/** Stands for a model: the same text has the same vector, and nothing else is said of it. */
export const madeEmbedder: Embedder = {
  name: "made-384",
  dimensions: DIMENSIONS,
  async embed(texts) {
    return texts.map((text) => {
      let seed = 7;
      for (let at = 0; at < text.length; at++) seed = Math.imul(seed ^ text.charCodeAt(at), 0x01000193);
      const random = createRandom(seed >>> 0);
      return Float32Array.from({ length: DIMENSIONS }, () => random() / 2 ** 31 - 1);
    });
  },
};
