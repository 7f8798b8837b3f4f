/** The order of hits in one partition: by score, then by place. */
import { NONE } from "../partition/columns.ts";
import type { Partition } from "../partition/partition.ts";
import type { Ranked } from "../ranking/top.ts";

/** Neighbours often tie, because they lend each other the same words: then the turn that came first is the better answer. */
export function createOrder({ columns, sessionStart }: Partition): (a: Ranked, b: Ranked) => boolean {
  const startOf = (ordinal: number): number => {
    const session = columns.session[ordinal]!;
    return session === NONE ? columns.timestamp[ordinal]! : sessionStart[session]!;
  };
  return (a, b) => {
    if (a.score !== b.score) return a.score > b.score;
    const [startA, startB] = [startOf(a.ordinal), startOf(b.ordinal)];
    if (startA !== startB) return startA > startB;
    const [turnA, turnB] = [columns.turn[a.ordinal]!, columns.turn[b.ordinal]!];
    return turnA === turnB ? a.ordinal < b.ordinal : turnA < turnB;
  };
}
