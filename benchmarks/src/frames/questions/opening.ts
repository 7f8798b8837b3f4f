/** How long does opening a store take in a fresh process? */
import { join } from "node:path";
import { startContestant, toRow, type Score } from "../contestant.ts";
import { buildLargeStore } from "../large-store.ts";
import type { Figures, Question } from "../question.ts";

const SMALL_FRAMES = 1000;

export const opening: Question = async (setting) => {
  const large = await setting.largeStore();
  const small = await buildLargeStore({ dir: join(setting.dir, "small"), frames: SMALL_FRAMES });
  const scores: Score[] = [];
  for (const { dir, frames } of [large, small]) {
    for (const mode of ["read", "write"]) scores.push(await openOften(`${frames} frames, to ${mode}`, { dir, mode }));
  }
  const rows = scores.map(toRow);
  return {
    title: "Opening a store in a fresh process, after a clean close",
    rows,
    verdicts: rows.map(({ name, figures }) => ({ what: `ms, ${name}`, value: figures["ms"]!, atMost: 20 })),
    notes: [
      "The library is loaded before the clock starts. Opening to write takes the lock, for which Linux starts a short process.",
    ],
  };
};

/** One process for each round. */
async function openOften(name: string, params: { readonly dir: string; readonly mode: string }): Promise<Score> {
  const rounds: Figures[] = [];
  for (let round = 0; round < 5; round++) {
    const opener = await startContestant(name, "frame-log-open", params);
    rounds.push(await opener.round());
    await opener.close();
  }
  return { name, rounds };
}
