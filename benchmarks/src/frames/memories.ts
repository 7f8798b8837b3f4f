/**
 * Memories: as many different ones as are asked for, at a cost that does not show in what is measured. A few texts are made
 * before; each memory is one of them behind a running number, so no content comes twice, and repeats lie farther apart than deflate sees.
 */
import { hash } from "node:crypto";
import { createCorpus, type MemoryMetadata } from "../corpus.ts";

/** One memory. `content` is valid until the next one is asked for. */
export interface Memory {
  readonly content: Buffer;
  readonly metadata: MemoryMetadata;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
}

export interface Memories {
  memory(i: number): Memory;
}

const NUMBER_DIGITS = 7;
const LABEL = `Note ${"0".repeat(NUMBER_DIGITS)}. `;
const LAST_DIGIT_AT = LABEL.length - 3;

/** @param texts how many are made before; 20,000 take 10 MB and 0.2 s. */
export function createMemories(texts: number): Memories {
  const corpus = createCorpus();
  const contents = Array.from({ length: texts }, (_, i) => Buffer.from(LABEL + corpus.text(i)));
  const metadata = Array.from({ length: texts }, (_, i) => corpus.metadata(i));
  return {
    memory(i) {
      const content = contents[i % texts]!;
      let left = i;
      for (let at = LAST_DIGIT_AT; at > LAST_DIGIT_AT - NUMBER_DIGITS; at--) {
        content[at] = 0x30 + (left % 10);
        left = Math.floor(left / 10);
      }
      return { content, metadata: metadata[i % texts]!, timestamp: corpus.timestamp(i) };
    },
  };
}

/** The first 8 bytes of the content's SHA-256. */
export function fingerprintOf(content: Uint8Array): Buffer {
  return Buffer.from(hash("sha256", content, "hex").slice(0, 16), "hex");
}
