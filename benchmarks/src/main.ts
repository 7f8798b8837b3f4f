/** `pnpm bench <layer>`: one command a layer; each prints its numbers and says on which machine they were taken. */
import { ANALYSIS_USAGE, runAnalysis } from "./analysis/analysis.ts";
import { FOOTPRINT_USAGE, runFootprint } from "./footprint/footprint.ts";
import { FRAMES_USAGE, runFrames } from "./frames/frames.ts";
import { MEMORY_USAGE, runMemory } from "./memory/memory.ts";
import { QUALITY_USAGE, runQuality } from "./quality/quality.ts";
import { runSignificance, SIGNIFICANCE_USAGE } from "./significance/significance.ts";
import { runTextIndex, TEXT_INDEX_USAGE } from "./text-index/text-index.ts";
import { runVectors, VECTORS_USAGE } from "./vectors/vectors.ts";

const LAYERS: Record<string, { readonly run: (args: string[]) => Promise<void>; readonly usage: string }> = {
  analysis: { run: runAnalysis, usage: ANALYSIS_USAGE },
  footprint: { run: runFootprint, usage: FOOTPRINT_USAGE },
  frames: { run: runFrames, usage: FRAMES_USAGE },
  index: { run: runTextIndex, usage: TEXT_INDEX_USAGE },
  memory: { run: runMemory, usage: MEMORY_USAGE },
  quality: { run: runQuality, usage: QUALITY_USAGE },
  significance: { run: runSignificance, usage: SIGNIFICANCE_USAGE },
  vectors: { run: runVectors, usage: VECTORS_USAGE },
};

const [layer, ...args] = process.argv.slice(2);
const found = layer === undefined ? undefined : LAYERS[layer];
if (found === undefined) {
  const usages = Object.values(LAYERS).map(({ usage }) => `  pnpm bench ${usage}`);
  process.stderr.write(`Which layer?\n${usages.join("\n")}\n`);
  process.exitCode = 2;
} else {
  await found.run(args);
}
