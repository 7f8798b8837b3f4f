/** Searches that need all three steps: more vectors than are looked at closely, more of those than are scored. */
import { memoryDisk } from "@vidmem/frames";
import { beforeAll, expect, test } from "vitest";
import { pseudoRandomVector } from "../../../../src/conformance/pseudo-random-vector.ts";
import { createExactVectorIndex } from "../../../../src/vectors/exact-vector-index.ts";
import { createPlainKernels } from "../../../../src/vectors/kernels/plain-kernels.ts";
import type { StoredVectorIndex } from "../../../../src/vectors/stored-vector-index.ts";
import type { KeyedVector, NearestOptions, VectorIndex } from "../../../../src/vectors/vector-index.ts";
import { indexOn } from "../../../support/stored-vectors.ts";

const VECTORS = 9000;
const DIMENSIONS = 48;
const CLUSTERS = 300;
const QUESTIONS = 12;

/** Clusters of 30: a vector is its cluster's centre and something of its own. */
function clustered(key: number): Float32Array {
  const centre = pseudoRandomVector(1_000_000 + (key % CLUSTERS), DIMENSIONS);
  const own = pseudoRandomVector(key, DIMENSIONS);
  return centre.map((value, at) => value + 0.7 * own[at]!);
}

const oracle = createExactVectorIndex();
let wasm: StoredVectorIndex;
let plain: StoredVectorIndex;

beforeAll(async () => {
  const vectors = Array.from({ length: VECTORS }, (_, key): KeyedVector => [key, clustered(key)]);
  const { open } = indexOn(memoryDisk(), { flushRows: 2000 });
  const writer = await open();
  for (const index of [oracle, writer]) await index.setMany(vectors);
  await writer.close();
  wasm = await open({ access: "read" });
  plain = await open({ access: "read", kernels: createPlainKernels() });
});

/** The share of the exact ten that is found. */
async function recallOf(index: VectorIndex, options: NearestOptions): Promise<number> {
  let found = 0;
  for (let at = 0; at < QUESTIONS; at++) {
    const question = clustered(2_000_000 + at);
    const exact = new Set((await oracle.nearest(question, 10, options)).map(({ key }) => key));
    found += (await index.nearest(question, 10, options)).filter(({ key }) => exact.has(key)).length;
  }
  return found / (QUESTIONS * 10);
}

test.each(["fast", "high", "exhaustive"] as const)("%s finds nearly all of the exact ten", async (accuracy) => {
  expect(await recallOf(wasm, { accuracy })).toBeGreaterThan(0.97);
});

test.each<[string, NearestOptions]>([
  ["a condition that most pass", { allows: (key) => key % 10 !== 3 }],
  ["a condition that few pass", { allows: (key) => key % 90 === 7 }],
  ["many keys", { among: Array.from({ length: VECTORS / 2 }, (_, at) => at * 2) }],
  ["few keys", { among: Array.from({ length: 600 }, (_, at) => at * 15) }],
  ["both", { among: Array.from({ length: VECTORS / 3 }, (_, at) => at * 3), allows: (key) => key % 2 === 0 }],
])("filters by %s find what the exact index finds under them", async (_, options) => {
  expect(await recallOf(wasm, options)).toBeGreaterThan(0.97);
  for (const { key } of await wasm.nearest(clustered(5), 10, options)) {
    expect(options.allows?.(key)).not.toBe(false);
    expect(options.among === undefined || Array.from(options.among).includes(key)).toBe(true);
  }
});

test("WebAssembly and TypeScript kernels give the same hits", async () => {
  for (let at = 0; at < QUESTIONS; at++) {
    const question = clustered(3_000_000 + at);
    expect(await wasm.nearest(question, 25)).toEqual(await plain.nearest(question, 25));
  }
});

test("more hits take more candidates", async () => {
  const question = clustered(4_000_000);
  const exact = new Set((await oracle.nearest(question, 100)).map(({ key }) => key));
  const found = (await wasm.nearest(question, 100)).filter(({ key }) => exact.has(key));
  expect(found.length).toBeGreaterThan(90);
});
