/**
 * Kill rounds: real processes append with several savers and are killed with SIGKILL at random moments, also while they open;
 * after each kill the store is reopened and every acknowledged frame must be there, byte for byte. A command, not part of the suite:
 * `node --conditions=@vidmem/source --import tsx packages/frames/test/crash/kill-rounds.mts [rounds] [seed]`.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { openFrameLog } from "../../src/index.ts";
import { createSeededRandom } from "../../src/testing/index.ts";
import type { SeededRandom } from "../../src/testing/index.ts";
import { startChild } from "../support/children.ts";
import { withFolder } from "../support/stores.ts";
import { contentOf } from "./kill-contents.ts";
import type { KillLine } from "./kill-contents.ts";

const CHILD = new URL("append-for-kill.ts", import.meta.url);
const ROUNDS_PER_STORE = 20;
const LANES = 2;
const LONGEST_LIFE_MS = 250;

interface Totals {
  rounds: number;
  acknowledged: number;
  found: number;
  torn: number;
  killedWhileOpening: number;
  readonly losses: string[];
}

const [rounds = 200, seed = 1] = process.argv.slice(2).map(Number);
const totals: Totals = { rounds: 0, acknowledged: 0, found: 0, torn: 0, killedWhileOpening: 0, losses: [] };
const startedMs = performance.now();
let storesLeft = Math.ceil(rounds / ROUNDS_PER_STORE);
await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(createSeededRandom(seed * 100 + lane))));
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
process.stdout.write(
  `kill rounds: ${totals.rounds} kills (${totals.killedWhileOpening} while opening), ${totals.acknowledged} frames acknowledged, ` +
    `${totals.found} found, ${totals.torn} torn tails, ${totals.losses.length} losses, ${seconds} s\n`,
);
for (const loss of totals.losses.slice(0, 20)) process.stderr.write(`${loss}\n`);
process.exitCode = totals.losses.length === 0 ? 0 : 1;

async function runLane(random: SeededRandom): Promise<void> {
  while (storesLeft-- > 0) await withFolder((dir) => useStore(dir, random));
}

async function useStore(dir: string, random: SeededRandom): Promise<void> {
  const acknowledged = new Map<string, KillLine>();
  for (let round = 0; round < ROUNDS_PER_STORE && totals.rounds < rounds; round++) {
    totals.rounds++;
    const before = acknowledged.size;
    await runAndKill(dir, { round, random, acknowledged });
    totals.acknowledged += acknowledged.size - before;
    const found = await check(dir, acknowledged);
    totals.found += found - before;
  }
}

interface Round {
  readonly round: number;
  readonly random: SeededRandom;
  readonly acknowledged: Map<string, KillLine>;
}

async function runAndKill(dir: string, { round, random, acknowledged }: Round): Promise<void> {
  const durability = random.pick(["each-save", "each-save", "interval", "none"]); // a kill spares the page cache
  const child = startChild(CHILD, [dir, String(round), String(1 + random.below(8)), durability]);
  const first = random.chance(0.1) ? "open" : " ";
  if (first === " " || random.chance(0.5)) await child.waitFor((line) => line.includes(first));
  else await sleep(random.below(1000)); // somewhere in its start
  if (first === " ") await sleep(random.next() ** 2 * LONGEST_LIFE_MS);
  child.process.kill("SIGKILL");
  await child.ended;
  const lines = child.lines.filter((line) => /^[0-9a-f]{16} \d+ \d+ \d+$/u.test(line));
  if (lines.length === 0) totals.killedWhileOpening++;
  for (const line of lines) {
    const [id = "", saver, number, sizeBytes] = line.split(" ");
    acknowledged.set(id, { round, saver: Number(saver), number: Number(number), sizeBytes: Number(sizeBytes) });
  }
}

/** Reopens the store and compares; returns how many acknowledged frames are there. */
async function check(dir: string, acknowledged: ReadonlyMap<string, KillLine>): Promise<number> {
  const log = await openFrameLog({ dir, segmentBytes: 256 * 1024, rowBytes: 16 * 1024 });
  try {
    if (log.recovery.torn !== undefined) totals.torn++;
    let found = 0;
    for await (const { id, content, metadata } of log.scan()) {
      const { round, saver, number } = metadata as { round: number; saver: number; number: number };
      const line = acknowledged.get(id);
      if (line !== undefined) found++;
      const expected = contentOf(line ?? { round, saver, number, sizeBytes: content.length });
      const isSame = Buffer.compare(expected, content) === 0 && (line === undefined || line.round === round);
      if (!isSame) totals.losses.push(`${dir}: frame ${id} of round ${round} has other bytes than were appended`);
    }
    if (found !== acknowledged.size) {
      totals.losses.push(`${dir}: ${acknowledged.size - found} acknowledged frames are lost`);
    }
    for await (const { kind, file, offset, message } of log.verify()) {
      totals.losses.push(`${dir}: ${kind} in ${file} at ${offset}: ${message}`);
    }
    return found;
  } finally {
    await log.close();
  }
}
