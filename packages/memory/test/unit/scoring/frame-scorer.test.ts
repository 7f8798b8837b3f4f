import { memoryDisk, type Disk } from "@vidmem/frames";
import { createScorer, type Scorer, type ScoringContext } from "@vidmem/significance";
import { expect, test } from "vitest";
import { toRecord, type MemoryRecord } from "../../../src/records/record.ts";
import { openFrameScorer, type FrameScorer } from "../../../src/scoring/frame-scorer.ts";
import { SCORE_BYTES } from "../../../src/scoring/scores.ts";
import { NOW } from "../../support/stores.ts";

function aRecord(content: string, namespace = "default"): MemoryRecord {
  return toRecord({ content, namespace, speaker: "Ada" }, NOW);
}

function open(disk: Disk, scorer?: Scorer, lastSeq = 100): Promise<FrameScorer> {
  return openFrameScorer({ disk, dir: "/s/significance", lastSeq, scorer, clock: () => NOW });
}

async function aDisk(): Promise<Disk> {
  const disk = memoryDisk();
  await disk.mkdir("/s");
  return disk;
}

test("a memory gets six scores, and others once much like it came before", async () => {
  const text = "The bees moved into the attic because the roof leaks.";
  const scorer = await open(await aDisk());
  const first = await scorer.score(aRecord(text));
  expect([first.length, first.every((byte) => byte > 0)]).toEqual([SCORE_BYTES, true]);
  for (let n = 0; n < 5; n++) await scorer.score(aRecord(`${text} ${n}`));
  expect(await scorer.score(aRecord(text))).not.toEqual(first);
});

test("scores depend on what came before in the same namespace alone", async () => {
  const text = "The bees moved into the attic.";
  const alone = await (await open(await aDisk())).score(aRecord(text, "a"));
  const scorer = await open(await aDisk());
  for (let n = 0; n < 5; n++) await scorer.score(aRecord(`${text} ${n}`, "b"));
  expect(await scorer.score(aRecord(text, "a"))).toEqual(alone);
});

test("statistics go on where they were written, with their reach", async () => {
  const disk = await aDisk();
  const [before, unbroken] = [await open(disk), await open(await aDisk())];
  for (const scorer of [before, unbroken]) await scorer.score(aRecord("bees in the attic"));
  before.reach = 7;
  await before.write();
  const after = await open(disk);
  expect(after.reach).toBe(7);
  const next = aRecord("more bees in the attic");
  expect(await after.score(next)).toEqual(await unbroken.score(next));
  expect((await open(disk, undefined, 6)).reach).toBe(0); // of another history
});

test("what is forgotten leaves the statistics", async () => {
  const scorer = await open(await aDisk());
  const fresh = await scorer.score(aRecord("a zebra"));
  scorer.forget(aRecord("a zebra"));
  expect(await scorer.score(aRecord("a zebra"))).toEqual(fresh);
});

test("the user's own scorer is asked, and what it gives is checked before anything is remembered", async () => {
  const contexts: ScoringContext[] = [];
  let isSound = false;
  const own: Scorer = {
    async score(memory, context) {
      contexts.push(context);
      const scored = createScorer().score(memory, context);
      return isSound ? scored : { ...scored, knowledgeValue: { ...scored.knowledgeValue, score: 2 } };
    },
  };
  const scorer = await open(await aDisk(), own);
  await expect(scorer.score(aRecord("bees"))).rejects.toThrow("knowledgeValue");
  isSound = true;
  const first = await scorer.score(aRecord("bees"));
  const plain = await (await open(await aDisk())).score(aRecord("bees"));
  expect(first).toEqual(plain);
  expect(contexts).toHaveLength(2);
});
