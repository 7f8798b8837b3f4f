/**
 * Conformance of `Scorer`: the laws of the port as tests, for the built-in scorer and for scorers of users.
 * The test runner is given, so that this file needs none.
 */
import assert from "node:assert/strict";
import { emptyContext, type ScorableMemory, type ScoringContext } from "../context.ts";
import { assertSignificance, DIMENSIONS, type Scorer } from "../scorer.ts";
import { createStoreStatistics } from "../statistics/store-statistics.ts";

/** How to run the suite on an implementation. */
export interface ScorerConformance {
  /** Defines one test, as `test` of vitest or of node:test does. */
  readonly test: (name: string, body: () => Promise<void>) => void;
  readonly create: () => Scorer;
  /** "deterministic": the same memory in the same context must get the same scores. Models may say "varies". */
  readonly repeats: "deterministic" | "varies";
}

const NOW_MS = Date.UTC(2026, 0, 1);
const PLAIN: ScorableMemory = {
  text: "We moved to Bristol on 3 May.",
  timestamp: NOW_MS,
  session: "monday",
  speaker: "Ada",
  tags: ["home"],
  type: "episodic",
};

/** Texts that a store may hold and a scorer may not expect. */
const ODD_TEXTS: readonly string[] = [
  "",
  " \n\t ",
  "?!?!",
  "\u{1f389}",
  "\ud83c",
  "日本語のメモ",
  "toString constructor __proto__",
  "a".repeat(50_000),
  "why? ".repeat(5000),
];

/** Defines the tests of the port. */
export function defineScorerConformance({ test, create, repeats }: ScorerConformance): void {
  test("six scores in 0..1, each with a list of evidence, whatever the text", async () => {
    for (const text of [PLAIN.text, ...ODD_TEXTS]) {
      assertSignificance(await create().score({ text, timestamp: NOW_MS }, emptyContext(NOW_MS)));
    }
  });

  test("a memory with all its fields, in a store that knows its words", async () => {
    assertSignificance(await create().score(PLAIN, filledContext()));
  });

  test("the arguments stay as they were", async () => {
    const memory = structuredClone(PLAIN);
    const context = filledContext();
    await create().score(memory, context);
    assert.deepEqual(memory, PLAIN);
    assert.deepEqual(context, filledContext());
  });

  if (repeats === "deterministic") {
    test("the same memory in the same context gets the same scores", async () => {
      const [once, again] = [
        await create().score(PLAIN, filledContext()),
        await create().score(PLAIN, filledContext()),
      ];
      for (const name of DIMENSIONS) assert.deepEqual(once[name], again[name]);
    });
  }
}

function filledContext(): ScoringContext {
  const statistics = createStoreStatistics();
  for (const session of ["friday", "sunday", "monday"]) statistics.observe({ ...PLAIN, session });
  return statistics.contextOf(PLAIN, NOW_MS);
}
