/** How fast is everything read in order, and in how much memory: rows as they were saved, and sealed? */
import { join } from "node:path";
import { contest, startContestant, toRow } from "../contestant.ts";
import { TEXTS } from "../large-store.ts";
import type { Question } from "../question.ts";

export const scans: Question = async (setting) => {
  const sealed = await setting.largeStore();
  const rowsDir = join(setting.dir, "rows");
  const contentBytes = setting.isQuick ? 100e6 : 1e9;
  const builder = await startContestant("rows", "frame-log-rows", { dir: rowsDir, texts: TEXTS, contentBytes });
  await builder.round();
  await builder.close();
  const scores = await contest(
    [
      await startContestant("rows", "frame-log-scan", { dir: rowsDir }),
      await startContestant("sealed", "frame-log-scan", { dir: sealed.dir }),
    ],
    3,
  );
  const rows = scores.map(toRow);
  return {
    title: "Scanning everything with scanBatches, files in the page cache",
    rows,
    verdicts: rows.flatMap(({ name, figures }) => [
      { what: `GB/s of content, ${name}`, value: figures["GB/s"]!, atLeast: 0.5 },
      { what: `RSS growth MiB, ${name}`, value: figures["RSS growth MiB"]!, atMost: 50 },
    ]),
    notes: [
      "The rows were left by a process that ended without closing the store, which is the only way to have so many.",
      "The first scan of a process warms up and is not kept; RSS before: after opening, before the scan.",
    ],
  };
};
