/** How long does a search take right after a save in a full store? */
import { startContestant, toRow, contest } from "../../frames/contestant.ts";
import type { Measurement } from "./setting.ts";

const SAVES = 100;
const ROUNDS = 3;

export const freshSaves: Measurement = async ({ storeDir, memories }) => {
  const contestant = await startContestant("vidmem", "text-index/fresh-saves", { dir: storeDir, saves: SAVES });
  const [score] = await contest([contestant], ROUNDS);
  const row = toRow(score!);
  return {
    title: `A save into ${memories.toLocaleString("en")} memories, acknowledged when durable, and a search for it at once`,
    rows: [row],
    verdicts: [
      { what: "search p50 ms", value: row.figures["search p50 ms"]! },
      { what: "search p95 ms", value: row.figures["search p95 ms"]! },
    ],
    notes: [
      "Every save was found by the search that followed it, or the run would have failed. The index is built in the background meanwhile.",
    ],
  };
};
