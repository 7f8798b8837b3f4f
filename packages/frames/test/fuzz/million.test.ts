/**
 * A million mutated inputs to every reader: no crash, no hang, no answer that was never written, and no allocation above a constant
 * times the input. VIDMEM_FUZZ_RUNS sets another number of inputs, VIDMEM_FUZZ_SEED the seed.
 */
import { expect, test } from "vitest";
import { usedBytes } from "./allocation.ts";
import { createRandom, mutate } from "./mutation.ts";
import { SEGMENT_READERS } from "./segment-readers.ts";
import { SMALL_READERS } from "./small-readers.ts";
import { STORE_READER } from "./store-reader.ts";
import type { Target } from "./target.ts";

const MILLION = 1_000_000;
const RUNS = Number(process.env["VIDMEM_FUZZ_RUNS"] ?? MILLION);
const SEED = Number(process.env["VIDMEM_FUZZ_SEED"] ?? Date.now() % 2 ** 31);
const TARGETS: readonly Target[] = [...SMALL_READERS, ...SEGMENT_READERS, STORE_READER];
/** Longest time for one input; a busy machine may stand still for seconds. */
const HANG_MS = 20_000;
/** An allocation of the reader's comes again with the same input; V8's own, for code and pages, do not. */
const LOOKS = 5;

test("the shares of all targets are a million", () => {
  expect(TARGETS.reduce((sum, { inputs }) => sum + inputs, 0)).toBe(MILLION);
});

for (const target of TARGETS) {
  const inputs = Math.ceil((target.inputs * RUNS) / MILLION);
  test(`${target.name}: ${inputs} inputs, seed ${SEED}`, { timeout: 60_000 + inputs * 5 }, () =>
    attack(target, inputs),
  );
}

async function attack(target: Target, inputs: number): Promise<void> {
  const { originals, fixedBytes, timesInput } = target;
  const random = createRandom(SEED);
  for (let n = 0; n < inputs; n++) {
    const mutated = mutate(originals[random(originals.length)]!, random);
    const input = target.forge?.(mutated, random) ?? mutated;
    const mostBytes = fixedBytes + timesInput * input.length;
    const startedMs = performance.now();
    try {
      let allocatedBytes = mostBytes + 1;
      for (let look = 0; look < LOOKS && allocatedBytes > mostBytes; look++) {
        const before = usedBytes();
        const reading = target.read(input, createRandom(SEED + n));
        if (reading !== undefined) await reading;
        allocatedBytes = usedBytes() - before;
      }
      if (allocatedBytes > mostBytes) throw new Error(`${allocatedBytes} bytes were allocated`);
      const tookMs = performance.now() - startedMs;
      if (tookMs > HANG_MS) throw new Error(`it took ${tookMs} ms`);
    } catch (cause) {
      throw new Error(`input ${n}: ${input.toString("base64")}`, { cause });
    }
  }
}
