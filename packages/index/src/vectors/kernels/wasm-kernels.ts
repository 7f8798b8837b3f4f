/** The kernels in WebAssembly SIMD. Their source is sketch-kernels.wat; its bytes are in sketch-kernels.wasm.ts. */
import type { SketchKernels } from "./kernels.ts";
import { createPlainKernels, overlapScale } from "./plain-kernels.ts";
import { SKETCH_KERNELS_BASE64 } from "./sketch-kernels.wasm.ts";
import { webAssembly } from "./web-assembly.ts";

const PAGE_BYTES = 65_536;
const MAX_PAGES = 65_536; // 4 GiB, all that 32-bit addresses reach

interface Exports {
  hamming(question: number, sketches: number, rows: number, blocks: number, ranks: number): void;
  overlap(question: number, sketches: number, rows: number, blocks: number, ranks: number, scale: number): void;
  count(ranks: number, rows: number, counts: number): void;
  collect(
    ...range: [ranks: number, row: number, rows: number, low: number, high: number, into: number, capacity: number]
  ): number;
}

/** The fastest kernels that run here: WebAssembly, or TypeScript where there is no SIMD. */
export function createKernels(): SketchKernels {
  return createWasmKernels() ?? createPlainKernels();
}

/** @returns undefined where WebAssembly or its SIMD is missing. */
export function createWasmKernels(): SketchKernels | undefined {
  const api = webAssembly();
  const bytes = Buffer.from(SKETCH_KERNELS_BASE64, "base64");
  if (api === undefined || !api.validate(bytes)) return undefined;
  const memory = new api.Memory({ initial: 1, maximum: MAX_PAGES });
  const exports = new api.Instance(new api.Module(bytes), { vidmem: { memory } }).exports as Exports;
  return {
    name: "wasm",
    memory: () => new Uint8Array(memory.buffer),
    reserve(sizeBytes) {
      const lacking = Math.ceil((sizeBytes - memory.buffer.byteLength) / PAGE_BYTES);
      if (lacking > 0) memory.grow(lacking);
    },
    hamming: ({ question, sketches, rows, blocks, ranks }) => exports.hamming(question, sketches, rows, blocks, ranks),
    overlap(scan) {
      const { question, sketches, rows, blocks, ranks } = scan;
      exports.overlap(question, sketches, rows, blocks, ranks, overlapScale(new Uint32Array(memory.buffer), scan));
    },
    count: (ranks, rows, counts) => exports.count(ranks, rows, counts),
    collect: ({ ranks, row, rows, low, high, into, capacity }) =>
      exports.collect(ranks, row, rows, low, high, into, capacity),
  };
}
