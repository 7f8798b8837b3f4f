/**
 * Texts file: all texts of a workload, made once. Whoever loads a store from it holds the bytes in one piece outside the heap, so that
 * neither making texts nor collecting them is in the measured time.
 */
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { createWorkload, type TurnMetadata, type Workload } from "./workload.ts";

const BLOCK_TEXTS = 5000;

/** A memory as both contestants get it. */
export interface Turn extends TurnMetadata {
  readonly content: string;
}

/** Writes `<path>` (texts, one after the other) and `<path>.ends` (u32 each: where each ends). @returns bytes of text. */
export function writeTexts(path: string, workload: Workload, memories: number): number {
  const ends = new Uint32Array(memories);
  const file = openSync(path, "w");
  let total = 0;
  for (let from = 0; from < memories; from += BLOCK_TEXTS) {
    let block = "";
    for (let i = from; i < Math.min(memories, from + BLOCK_TEXTS); i++) {
      block += workload.text(i);
      ends[i] = total + block.length;
    }
    total += writeSync(file, block, null, "latin1");
  }
  closeSync(file);
  writeFileSync(`${path}.ends`, ends);
  return total;
}

/** Every memory of a texts file, in order. */
export function readTurns(path: string): Iterable<Turn> {
  const texts = readFileSync(path);
  const bytes = readFileSync(`${path}.ends`);
  const ends = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / Uint32Array.BYTES_PER_ELEMENT);
  const workload = createWorkload();
  return (function* () {
    let from = 0;
    for (const [i, to] of ends.entries()) {
      yield { content: texts.toString("latin1", from, to), ...workload.metadata(i) };
      from = to;
    }
  })();
}
