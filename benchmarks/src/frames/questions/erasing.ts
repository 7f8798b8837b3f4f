/** How long does it take until one memory is in no file any more? */
import { join } from "node:path";
import { contest, startContestant, toRow } from "../contestant.ts";
import type { Question } from "../question.ts";

export const erasing: Question = async (setting) => {
  const { dir, idsFile } = await setting.largeStore();
  const copyTo = join(setting.dir, "erase");
  const scores = await contest(
    [await startContestant("vidmem frames", "frame-log-erase", { dir, idsFile, copyTo })],
    3,
  );
  const rows = scores.map(toRow);
  return {
    title: "Erasing one memory from a compacted store",
    rows,
    verdicts: [{ what: "erase ms", value: rows[0]!.figures["erase ms"]! }],
    notes: [
      "The segment with the memory is written anew, checked, synced and renamed; other chunks are copied as they are.",
    ],
  };
};
