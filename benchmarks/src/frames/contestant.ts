/**
 * Contestant: a subject of a measurement in a process of its own, so that no other subject's code or garbage is in its way.
 * Contestants run in turns, one at a time: each round all of them once, in an order that rotates.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { median, medianRatio } from "../statistics.ts";
import type { Figures, Row } from "./question.ts";

/** Plain values that a subject is set up with. */
export type Params = Readonly<Record<string, string | number | boolean>>;

export interface Contestant {
  readonly name: string;
  /** Measures once. @throws what the subject threw. */
  round(): Promise<Figures>;
  close(): Promise<void>;
}

/** What the process answers: figures, or the error that stopped it. */
export type Reply = { readonly figures: Figures } | { readonly error: string };

/** The packages as they are published: few files each, which `pnpm bench` has just made. */
const AS_PUBLISHED = "--conditions=@vidmem/bundle";
const CHILD = fileURLToPath(new URL("child.js", import.meta.url));

/** Starts a process and sets its subject up. */
export async function startContestant(name: string, subject: string, params: Params): Promise<Contestant> {
  const profile = process.env["BENCH_CPU_PROF"] === subject ? ["--cpu-prof", "--cpu-prof-dir=/tmp/bench-prof"] : [];
  const child = fork(CHILD, [], { execArgv: [AS_PUBLISHED, "--expose-gc", ...profile], serialization: "advanced" });
  const exited = once(child, "exit");
  const ask = async (message: object): Promise<Figures> => {
    child.send(message);
    const [reply] = (await Promise.race([once(child, "message"), exited.then(() => [undefined])])) as [
      Reply | undefined,
    ];
    if (reply === undefined) throw new Error(`${name} ended without an answer`);
    if ("error" in reply) throw new Error(`${name}: ${reply.error}`);
    return reply.figures;
  };
  try {
    await ask({ verb: "set-up", subject, params });
  } catch (error) {
    child.kill();
    throw error;
  }
  return {
    name,
    round: () => ask({ verb: "round" }),
    async close() {
      await ask({ verb: "close" });
      child.disconnect();
      await exited;
    },
  };
}

/** All rounds of one contestant. */
export interface Score {
  readonly name: string;
  readonly rounds: readonly Figures[];
}

/** Runs the contestants in turns and ends their processes. The first `warmUps` rounds are not kept. */
export async function contest(contestants: readonly Contestant[], rounds: number, warmUps = 1): Promise<Score[]> {
  const kept = contestants.map(({ name }) => ({ name, rounds: [] as Figures[] }));
  try {
    for (let round = -warmUps; round < rounds; round++) {
      for (let turn = 0; turn < contestants.length; turn++) {
        const at = (turn + round + warmUps) % contestants.length;
        const figures = await contestants[at]!.round();
        if (round >= 0) kept[at]!.rounds.push(figures);
      }
    }
  } finally {
    for (const contestant of contestants) await contestant.close();
  }
  return kept;
}

/** The medians of a score. */
export function toRow({ name, rounds }: Score): Row {
  const names = Object.keys(rounds[0] ?? {});
  return { name, figures: Object.fromEntries(names.map((figure) => [figure, median(column(rounds, figure))])) };
}

/** Rows with the ratio of one figure to the same figure of the first score, as the median over rounds. */
export function toRowsAgainstFirst(scores: readonly Score[], figure: string): Row[] {
  const base = column(scores[0]?.rounds ?? [], figure);
  return scores.map((score) => {
    const { name, figures } = toRow(score);
    return { name, figures: { ...figures, [`× ${figure}`]: medianRatio(column(score.rounds, figure), base) } };
  });
}

/** One figure of each round. */
export function column(rounds: readonly Figures[], figure: string): number[] {
  return rounds.map((figures) => figures[figure] ?? Number.NaN);
}
