/**
 * Law: the ranking is the formula also where sessions are long and in pieces: two conversations of 40 to 200 turns, interleaved with each
 * other and with many short ones, corrected and shortened, while segments are built, merged and opened again between the turns.
 */
import * as fc from "fast-check";
import { memoryDisk } from "@vidmem/frames";
import { createSeededRandom, type SeededRandom } from "@vidmem/frames/testing";
import { expect, test } from "vitest";
import type { IndexDocument } from "../../src/document.ts";
import { openMemoryIndex, type StoredMemoryIndex } from "../../src/open-memory-index.ts";
import { disagreements } from "./disagreements.ts";
import { playSteps, type NaiveQuestion, type Step } from "./naive-ranking.ts";

const WORDS = "tea milk bread cake dogs running red yesterday".split(" ");
const ALL = 10_000;
const QUESTIONS: readonly NaiveQuestion[] = [
  { text: "tea dogs", when: false },
  { text: "when did Anna bread", when: true },
  { text: "cake red on 7 May", when: false, date: { month: 5, day: 7 } },
];

test("long sessions in pieces rank by the formula", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.integer({ min: 40, max: 200 }), async (seed, turns) => {
      const { index, steps } = await liveLong(createSeededRandom(seed), turns);
      for (const question of QUESTIONS) {
        for (const asOf of [undefined, Math.floor(steps.length / 2)]) {
          const query = { text: question.text, mode: "lexical", asOf } as const;
          const hits = await index.search({ ...query, limit: ALL });
          const world = playSteps(steps, "default", asOf ?? Number.POSITIVE_INFINITY);
          expect(disagreements(hits, world, question)).toEqual([]);
          expect(await index.search({ ...query, limit: 5 })).toEqual(hits.slice(0, 5));
        }
      }
      await index.close();
    }),
    { numRuns: 6 },
  );
});

async function liveLong(
  random: SeededRandom,
  turns: number,
): Promise<{ index: StoredMemoryIndex; steps: readonly Step[] }> {
  const disk = memoryDisk();
  const steps: Step[] = [];
  const current: IndexDocument[] = [];
  const open = (): Promise<StoredMemoryIndex> =>
    openMemoryIndex({ dir: "/index", disk, readText: async () => "", lastSeq: ALL, startAt: 1, forceAt: ALL });
  let index = await open();
  for (let seq = 1; seq <= turns * 3; seq++) {
    const step = nextStep(random, { seq, current });
    steps.push(step);
    apply(index, step);
    index.upkeep.notice(seq);
    if (random.below(25) === 0) await index.upkeep.idle();
    if (random.below(80) === 0) {
      await index.close();
      index = await open();
    }
  }
  return { index, steps };
}

/** A turn of one of the long sessions, of a short one or of none; a correction; or the end of a turn. */
function nextStep(random: SeededRandom, { seq, current }: { seq: number; current: IndexDocument[] }): Step {
  const kind = random.below(20);
  const old = kind < 3 && current.length > 0 ? current.splice(random.below(current.length), 1)[0] : undefined;
  if (old !== undefined && kind === 0) return { ends: old.ref, at: seq };
  const session = ["long 1", "long 1", "long 2", `short ${seq >> 2}`, undefined][random.below(5)];
  const document: IndexDocument = {
    ref: seq,
    text: Array.from({ length: 1 + random.below(6) }, () => WORDS[random.below(WORDS.length)]!).join(" "),
    timestamp: Date.UTC(2023, 4, 1 + random.below(14)),
    savedAt: seq,
    namespace: "default",
    session: old === undefined ? session : old.session,
    speaker: ["Anna", "Ben", undefined][random.below(3)],
    type: "note",
    tags: [],
    importance: 0.5,
  };
  current.push(document);
  return { add: document, replaces: old?.ref };
}

function apply(index: StoredMemoryIndex, step: Step): void {
  if ("ends" in step) index.remove(step.ends, "default", step.at);
  else if (step.replaces === undefined) index.add(step.add);
  else index.add(step.add, { replaces: { ref: step.replaces, namespace: "default" } });
}
