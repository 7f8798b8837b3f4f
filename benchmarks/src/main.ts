/** `pnpm bench <layer>`: one command a layer; each prints its numbers and says on which machine they were taken. */
import { ANALYSIS_USAGE, runAnalysis } from "./analysis/analysis.ts";
import { UsageError } from "./arguments.ts";
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
const wantsHelp = [layer, ...args].some((arg) => arg === "--help" || arg === "-h");
if (wantsHelp) process.stdout.write(usageOf(found === undefined ? Object.values(LAYERS) : [found]));
else if (found === undefined) misuse("Which layer?", Object.values(LAYERS));
else {
  try {
    await found.run(args);
  } catch (error) {
    if (!isMisuse(error)) throw error;
    misuse(error.message, [found]);
  }
}

function misuse(message: string, layers: readonly { readonly usage: string }[]): void {
  process.stderr.write(`${message}\n${usageOf(layers)}`);
  process.exitCode = 2;
}

function usageOf(layers: readonly { readonly usage: string }[]): string {
  return layers.map(({ usage }) => `  pnpm bench ${usage}\n`).join("");
}

/** Anything else is a failure of ours, and keeps its stack. */
function isMisuse(error: unknown): error is Error {
  const isUnread = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  return isUnread || error instanceof UsageError;
}
