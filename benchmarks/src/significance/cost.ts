/** What scoring costs: medians over memories, each timed alone after warm rounds, so that a busy machine counts little. */
import { createScorer, createStoreStatistics, readText, type ScorableMemory } from "@vidmem/significance";
import { percentile } from "../statistics.ts";

const ROUNDS = 6;
const WARM_ROUNDS = 3;

/** Lines of text: microseconds for each step, median and 99th percentile. */
export function costLines(name: string, memories: readonly ScorableMemory[]): string[] {
  const steps = { read: [] as number[], context: [] as number[], score: [] as number[], observe: [] as number[] };
  const scorer = createScorer();
  const time = <T>(into: number[], run: () => T): T => {
    const started = performance.now();
    const result = run();
    into.push((performance.now() - started) * 1000);
    return result;
  };
  for (let round = 0; round < ROUNDS; round++) {
    const statistics = createStoreStatistics();
    for (const unread of memories) {
      const memory = { ...unread, reading: time(steps.read, () => readText(unread.text)) };
      const context = time(steps.context, () => statistics.contextOf(memory, memory.timestamp));
      time(steps.score, () => scorer.score(memory, context));
      time(steps.observe, () => {
        statistics.observe(memory);
      });
    }
  }
  const characters = memories.reduce((sum, { text }) => sum + text.length, 0) / memories.length;
  const whole = steps.read.map((read, at) => read + steps.context[at]! + steps.score[at]! + steps.observe[at]!);
  return Object.entries({ ...steps, "all four": whole }).map(([step, all]) => {
    const warm = Float64Array.from(all.slice(WARM_ROUNDS * memories.length));
    const [p50, p99] = [percentile(warm, 50), percentile(warm, 99)];
    const label = `${name}, ${characters.toFixed(0)} characters on average: ${step}`;
    return `${label.padEnd(62)} median ${p50.toFixed(1).padStart(6)} µs   p99 ${p99.toFixed(1).padStart(7)} µs`;
  });
}
