import { memoryDisk, openFrameLog, type FrameLog } from "@vidmem/frames";
import { expect, test } from "vitest";
import { openScoreRun, type ScoreRun } from "../../../src/scoring/score-run.ts";
import { toFrame } from "../../../src/records/memory-frame.ts";
import { toRecord } from "../../../src/records/record.ts";

const FOREVER = Number.POSITIVE_INFINITY;

async function openRun(): Promise<{ log: FrameLog; run: ScoreRun; append: (content: string) => Promise<number> }> {
  const disk = memoryDisk();
  const log = await openFrameLog({ dir: "/store", disk });
  const run = await openScoreRun({ log, disk, dir: "/store", readOnly: false, scorer: undefined, clock: () => 0 });
  const append = async (content: string): Promise<number> => {
    const { seq, durable } = log.append(toFrame(toRecord({ content }, 0), 0));
    await durable;
    return seq;
  };
  return { log, run, append };
}

test("a slice goes on where the one before stopped, also when frames come meanwhile", async () => {
  const { run, append } = await openRun();
  for (let n = 0; n < 5; n++) await append(`memory ${n}`);
  expect(await run.slice(0)).toEqual({ scored: 1, isDone: false });
  const slicing = run.slice(FOREVER);
  const late = await append("came meanwhile");
  await slicing;
  await run.slice(FOREVER);
  expect(await run.reach()).toBe(late);
  for (let seq = 1; seq <= late; seq++) expect(run.of(seq)).toBeDefined();
});

test("a version with the content of another gets its scores, and teaches the statistics nothing", async () => {
  const { run, append } = await openRun();
  const first = await append("The boiler died on Monday.");
  const second = await append("The boiler died on Monday.");
  run.carry(first, second);
  expect(await run.slice(FOREVER)).toEqual({ scored: 1, isDone: true });
  expect(run.of(second)).toEqual(run.of(first));
});

test("frames that hold no memory are passed over", async () => {
  const { log, run, append } = await openRun();
  log.append({ kind: "touch", content: new Uint8Array() });
  await append("tea");
  expect(await run.slice(FOREVER)).toEqual({ scored: 1, isDone: true });
  expect(run.of(1)).toBeUndefined();
});
