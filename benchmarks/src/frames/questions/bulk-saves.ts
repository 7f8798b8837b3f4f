/** How fast is a bulk load without a sync for each save, duplicates looked up, everything on the disk at the end? */
import { join } from "node:path";
import { contest, startContestant, toRow, toRowsAgainstFirst } from "../contestant.ts";
import { TEXTS } from "../large-store.ts";
import type { Question } from "../question.ts";

export const bulkSaves: Question = async (setting) => {
  const frames = setting.isQuick ? 50_000 : 200_000;
  const common = { frames, texts: TEXTS };
  const scores = await contest(
    [
      await startContestant("vidmem frames", "frame-log-build", { ...common, dir: join(setting.dir, "bulk-frames") }),
      ...(await Promise.all(
        setting.rivals.map((rival) =>
          startContestant(rival, "rival-bulk", { ...common, rival, dir: join(setting.dir, `bulk-${rival}`) }),
        ),
      )),
    ],
    3,
  );
  const [ours, ...rivals] = scores.map((score) => toRow(score).figures["saves/s"]!);
  const lmdb = rivals[setting.rivals.indexOf("lmdb")];
  return {
    title: `Bulk saves, ${frames} memories of about 500 bytes with metadata, minted ids and a check for duplicates`,
    rows: toRowsAgainstFirst(scores, "saves/s"),
    verdicts: [
      { what: "saves/s", value: ours!, atLeast: 200_000 },
      ...(lmdb === undefined ? [] : [{ what: "saves/s, × lmdb", value: ours! / lmdb, atLeast: 1 }]),
    ],
    notes: [
      "thread: what the main thread computed, apart from waiting for the disk, other threads and other processes; settle: from the end of the load until sealing in the background was done; it also runs during the load.",
    ],
  };
};
