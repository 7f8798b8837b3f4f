/**
 * The kernels in TypeScript: what the WebAssembly ones must give, bit for bit, and what runs where there is no
 * WebAssembly SIMD. About twenty times slower.
 */
import { MAX_OVERLAP_RANK, type RankRange, type SketchKernels, type SketchScan } from "./kernels.ts";

const BLOCK_WORDS = 4;

export function createPlainKernels(): SketchKernels {
  let bytes = new Uint8Array(0);
  let words = new Uint32Array(0);
  let ranks16 = new Uint16Array(0);

  const kernels: SketchKernels = {
    name: "plain",
    memory: () => bytes,
    reserve(sizeBytes) {
      if (sizeBytes <= bytes.length) return;
      const grown = new Uint8Array(Math.ceil(Math.max(sizeBytes, bytes.length * 1.5) / 16) * 16);
      grown.set(bytes);
      bytes = grown;
      words = new Uint32Array(grown.buffer);
      ranks16 = new Uint16Array(grown.buffer);
    },
    hamming({ question, sketches, rows, blocks, ranks }) {
      const stride = blocks * BLOCK_WORDS;
      for (let row = 0; row < rows; row++) {
        const at = (sketches >> 2) + row * stride;
        let differing = 0;
        for (let word = 0; word < stride; word++)
          differing += countBits(words[(question >> 2) + word]! ^ words[at + word]!);
        ranks16[(ranks >> 1) + row] = differing;
      }
    },
    overlap(scan) {
      const scale = overlapScale(words, scan);
      const { question, sketches, rows, blocks, ranks } = scan;
      const stride = blocks * BLOCK_WORDS;
      for (let row = 0; row < rows; row++) {
        const at = (sketches >> 2) + row * stride;
        let shared = 0;
        let filled = 0;
        for (let word = 0; word < stride; word++) {
          shared += countBits(words[(question >> 2) + word]! & words[at + word]!);
          filled += countBits(words[at + word]!);
        }
        ranks16[(ranks >> 1) + row] = toOverlapRank(shared, filled, scale);
      }
    },
    count(ranks, rows, counts) {
      for (let row = 0; row < rows; row++) words[(counts >> 2) + ranks16[(ranks >> 1) + row]!]! += 1;
    },
    collect: (range) => collect(ranks16, words, range),
  };
  return kernels;
}

/** 1 / √(bits of the question), in 32 bits. */
export function overlapScale(words: Uint32Array, { question, blocks }: SketchScan): number {
  let filled = 0;
  for (let word = 0; word < blocks * BLOCK_WORDS; word++) filled += countBits(words[(question >> 2) + word]!);
  return Math.fround(1 / Math.sqrt(Math.max(1, filled)));
}

/** Source: bit-parallel counting; Warren, Hacker's Delight, 2nd ed., §5-1. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Every step is rounded to 32 bits, in the order of the WebAssembly kernel. */
function toOverlapRank(shared: number, filled: number, scale: number): number {
  const root = Math.fround(Math.sqrt(Math.max(1, filled)));
  const cosine = Math.fround(Math.fround(shared * scale) / root);
  return Math.max(0, Math.trunc(Math.fround(Math.fround(1 - cosine) * MAX_OVERLAP_RANK)));
}

function collect(ranks16: Uint16Array, words: Uint32Array, range: RankRange): number {
  const { ranks, row: first, rows, low, high, into, capacity } = range;
  let found = 0;
  for (let row = first; row < rows && found < capacity; row++) {
    const rank = ranks16[(ranks >> 1) + row]!;
    if (rank >= low && rank <= high) words[(into >> 2) + found++] = row;
  }
  return found;
}
