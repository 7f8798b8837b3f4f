/** The WebAssembly kernels give the same bytes as the TypeScript ones, whatever the sketches. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { SketchKernels } from "../../src/vectors/kernels/kernels.ts";
import { createPlainKernels } from "../../src/vectors/kernels/plain-kernels.ts";
import { createWasmKernels } from "../../src/vectors/kernels/wasm-kernels.ts";

const QUESTION = 0;
const COUNTS = 2048;
const COUNTED_RANKS = 66 * 128 + 1; // more than the bits of the longest sketch
const RANKS = 65_536;
const INTO = RANKS + 2048;
const SKETCHES = INTO + 4096;

const bytes = (length: number, byte: fc.Arbitrary<number>): fc.Arbitrary<Uint8Array> =>
  fc.array(byte, { minLength: length, maxLength: length }).map((list) => Uint8Array.from(list));
/** Sparse, dense and full sketches; beyond 31 blocks the byte counters of the WebAssembly kernel would overflow. */
const scans = fc
  .record({ blocks: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 30, max: 66 })), quads: fc.nat(9) })
  .chain(({ blocks, quads }) =>
    fc.constantFrom(fc.nat(255), fc.constantFrom(0, 0, 0, 1, 128), fc.constant(255)).chain((byte) =>
      fc.record({
        blocks: fc.constant(blocks),
        rows: fc.constant(quads * 4),
        question: bytes(blocks * 16, byte),
        sketches: bytes(quads * 4 * blocks * 16, byte),
      }),
    ),
  );

test("ranks, counts and collected rows are the same", () => {
  const [wasm, plain] = [createWasmKernels()!, createPlainKernels()];
  fc.assert(
    fc.property(scans, fc.nat(4095), fc.nat(1000), fc.nat(40), (drawn, low, span, capacity) => {
      const results = [wasm, plain].map((kernels) =>
        (["hamming", "overlap"] as const).map((measure) => run(kernels, measure, { ...drawn, low, span, capacity })),
      );
      // Compared as bytes: a deep comparison of so many numbers takes minutes.
      expect(Buffer.compare(Buffer.concat(results[0]!.flat()), Buffer.concat(results[1]!.flat()))).toBe(0);
    }),
    { numRuns: 300 },
  );
});

interface Drawn {
  readonly blocks: number;
  readonly rows: number;
  readonly question: Uint8Array;
  readonly sketches: Uint8Array;
  readonly low: number;
  readonly span: number;
  readonly capacity: number;
}

function run(kernels: SketchKernels, measure: "hamming" | "overlap", drawn: Drawn): Uint8Array[] {
  const { blocks, rows, question, sketches, low, span, capacity } = drawn;
  kernels.reserve(SKETCHES + sketches.length);
  const memory = kernels.memory();
  memory.fill(0, 0, SKETCHES);
  memory.set(question, QUESTION);
  memory.set(sketches, SKETCHES);
  kernels[measure]({ question: QUESTION, sketches: SKETCHES, rows, blocks, ranks: RANKS });
  kernels.count(RANKS, rows, COUNTS);
  const ranges = [
    { low, high: low + span, row: 0 },
    { low: 0, high: 4095, row: Math.min(3, rows) },
  ];
  const found = ranges.map((range) => {
    const count = kernels.collect({ ranks: RANKS, rows, into: INTO, capacity, ...range });
    return memory.slice(INTO, INTO + 4 * count);
  });
  return [memory.slice(RANKS, RANKS + 2 * rows), memory.slice(COUNTS, COUNTS + 4 * COUNTED_RANKS), ...found];
}
