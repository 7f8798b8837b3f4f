/** Random lives of an index: interleaved sessions, memories without one, speakers, dates, corrections, moves, removals. */
import * as fc from "fast-check";
import type { IndexDocument } from "../../src/document.ts";
import { createMemoryIndex, type MemoryIndex } from "../../src/memory-index.ts";
import type { NaiveQuestion, Step } from "./naive-ranking.ts";

const WORDS = "tea milk bread cake went go dogs dog running red the of to yesterday anna ben constructor 42".split(" ");
const SPEAKERS = ["Anna", "Ben", "Anna Lee", "Cleo Lee", "user"];
const FIRST_MS = Date.UTC(2023, 3, 1);
const DAY_MS = 86_400_000;

export const NAMESPACES = ["default", "other"] as const;
export const TYPES = ["note", "fact", "__proto__"] as const;
export const TAGS = ["a", "b", "constructor"] as const;
export const SESSIONS = ["s1", "s2", "s3"] as const;

const documents = fc.record({
  text: fc
    .tuple(fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }), fc.constantFrom("", "", ".", "?"))
    .map(([words, end]) => words.join(" ") + end),
  timestamp: fc.integer({ min: 0, max: 90 }).map((day) => FIRST_MS + day * DAY_MS),
  session: fc.option(fc.constantFrom(...SESSIONS), { nil: undefined, freq: 4 }),
  speaker: fc.option(fc.constantFrom(...SPEAKERS), { nil: undefined, freq: 3 }),
  namespace: fc.constantFrom("default", "default", "default", "other"),
  type: fc.constantFrom(...TYPES),
  tags: fc.uniqueArray(fc.constantFrom(...TAGS)),
  importance: fc.constantFrom(0, 0.3, 0.5, 0.7, 1),
});

const moves = fc.record({
  document: documents,
  kind: fc.constantFrom("add", "add", "add", "correct", "correct", "move", "end"),
  target: fc.nat(),
  waitMs: fc.integer({ min: 0, max: 2 }),
});

/** Steps in order of time; corrections and ends are of what is current. */
export const lives: fc.Arbitrary<Step[]> = fc.array(moves, { minLength: 1, maxLength: 30 }).map((drawn) => {
  const current: IndexDocument[] = [];
  const steps: Step[] = [];
  let now = 1_000;
  for (const [ref, { document, kind, target, waitMs }] of drawn.entries()) {
    now += waitMs;
    const old = kind === "add" ? undefined : current.splice(target % Math.max(1, current.length), 1)[0];
    if (kind === "end") {
      if (old !== undefined) steps.push({ ends: old.ref, at: now });
      continue;
    }
    const place = kind === "correct" && old !== undefined ? { session: old.session, namespace: old.namespace } : {};
    const added = { ...document, ...place, ref, savedAt: now };
    current.push(added);
    steps.push({ add: added, replaces: old?.ref });
  }
  return steps;
});

const DATES: readonly (Pick<NaiveQuestion, "date"> & { readonly text: string })[] = [
  { text: "in May 2023", date: { year: 2023, month: 5 } },
  { text: "on 7 May", date: { month: 5, day: 7 } },
  { text: "on 31 February", date: { month: 2, day: 31 } },
  { text: "on 2023-06-03", date: { year: 2023, month: 6, day: 3 } },
  { text: "in 2023", date: { year: 2023 } },
  { text: "in 2022", date: { year: 2022 } },
];

export const questions: fc.Arbitrary<NaiveQuestion> = fc
  .record({
    when: fc.boolean(),
    names: fc.subarray(["Anna", "Ben", "Lee", "Cleo", "user"], { maxLength: 2 }),
    words: fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }),
    date: fc.option(fc.constantFrom(...DATES), { nil: undefined, freq: 2 }),
  })
  .map(({ when, names, words, date }) => ({
    text: [...(when ? ["when did"] : []), ...names, ...words, ...(date === undefined ? [] : [date.text])].join(" "),
    date: date?.date,
    when,
  }));

/** An index that has lived through the steps. */
export function live(steps: readonly Step[]): MemoryIndex {
  const documentOf = new Map(steps.flatMap((step) => ("add" in step ? [[step.add.ref, step.add] as const] : [])));
  const index = createMemoryIndex({ readText: async (ref) => documentOf.get(ref)!.text });
  for (const step of steps) {
    if ("ends" in step) {
      index.remove(step.ends, documentOf.get(step.ends)!.namespace, step.at);
      continue;
    }
    const replaced = step.replaces === undefined ? undefined : documentOf.get(step.replaces)!;
    index.add(
      step.add,
      replaced === undefined ? {} : { replaces: { ref: replaced.ref, namespace: replaced.namespace } },
    );
  }
  return index;
}

/** A time of saving before, within or after the life. */
export const times: fc.Arbitrary<number> = fc.integer({ min: 999, max: 1_065 });
