/**
 * Laws of the folder: however documents lie (pending, in small segments, merged, read again after a reopening), the answers are those of
 * an index that keeps all in memory, which has the naive oracle of its own.
 */
import * as fc from "fast-check";
import { memoryDisk, type Disk } from "@vidmem/frames";
import { expect, test } from "vitest";
import type { MemoryIndex } from "../../src/memory-index.ts";
import { openMemoryIndex, type StoredMemoryIndex } from "../../src/open-memory-index.ts";
import { live, lives, NAMESPACES, questions, SESSIONS, times } from "./corpora.ts";
import type { Step } from "./naive-ranking.ts";

const DIR = "/index";

/** What happens to the folder behind each step. */
const events = fc.array(fc.constantFrom("nothing", "nothing", "build", "reopen"), { minLength: 30, maxLength: 30 });

test("answers do not depend on where documents lie", async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      events,
      questions,
      fc.option(times, { nil: undefined }),
      async (steps, happened, { text }, asOf) => {
        const numbered = steps.map(fromOne);
        const memory = live(numbered);
        const stored = await liveInFolder(numbered, happened);
        for (const namespace of NAMESPACES) {
          for (const limit of [3, 10_000]) {
            const query = { text, namespace, asOf, limit, mode: "lexical", explain: true } as const;
            expect(await stored.search(query)).toEqual(await memory.search(query));
          }
          const filtered = { text, namespace, session: SESSIONS[0], minImportance: 0.3 };
          expect(await stored.search(filtered)).toEqual(await memory.search(filtered));
          expect([...stored.select({ namespace, asOf })]).toEqual([...memory.select({ namespace, asOf })]);
        }
        expect(sessionsAround(stored, numbered)).toEqual(sessionsAround(memory, numbered));
        expect(stored.stats()).toEqual(memory.stats());
        expect([stored.size(), memory.size()]).toEqual([stored.stats().documents, stored.stats().documents]);
        await stored.close();
      },
    ),
    { numRuns: 300 },
  );
});

/** References count from 1, as places in history do. */
function fromOne(step: Step): Step {
  if ("ends" in step) return { ...step, ends: step.ends + 1 };
  const replaces = step.replaces === undefined ? undefined : step.replaces + 1;
  return { add: { ...step.add, ref: step.add.ref + 1 }, replaces };
}

async function liveInFolder(steps: readonly Step[], happened: readonly string[]): Promise<StoredMemoryIndex> {
  const disk = memoryDisk();
  let index = await open(disk, steps);
  for (const [at, step] of steps.entries()) {
    apply(index, step, steps);
    if (happened[at] === "build") await index.upkeep.idle();
    if (happened[at] === "reopen") {
      await index.close();
      index = await open(disk, steps);
      for (const again of steps.slice(0, at + 1))
        if (!("add" in again) || again.add.ref > index.reach) apply(index, again, steps);
    }
  }
  return index;
}

function open(disk: Disk, steps: readonly Step[]): Promise<StoredMemoryIndex> {
  const readText = async (ref: number): Promise<string> => documentOf(steps, ref).text;
  return openMemoryIndex({ dir: DIR, disk, readText, lastSeq: 1_000, startAt: 1, forceAt: 3 });
}

function apply(index: StoredMemoryIndex, step: Step, steps: readonly Step[]): void {
  if ("ends" in step) return index.remove(step.ends, documentOf(steps, step.ends).namespace, step.at);
  const { ref, namespace } = step.replaces === undefined ? step.add : documentOf(steps, step.replaces);
  index.add(step.add, step.replaces === undefined ? {} : { replaces: { ref, namespace } });
  index.upkeep.notice(step.add.ref);
}

function documentOf(steps: readonly Step[], ref: number): Extract<Step, { add: unknown }>["add"] {
  return steps.flatMap((step) => ("add" in step && step.add.ref === ref ? [step.add] : []))[0]!;
}

function sessionsAround(index: MemoryIndex, steps: readonly Step[]): number[][] {
  const refs = steps.flatMap((step) => ("add" in step ? [step.add] : []));
  return refs.map(({ ref, namespace }) => index.around(ref, namespace, { before: 2, after: 5 }));
}
