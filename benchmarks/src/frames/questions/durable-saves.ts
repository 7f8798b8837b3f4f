/** How fast are durable saves one after the other, against append + fdatasync alone? */
import { join } from "node:path";
import { column, contest, startContestant, toRowsAgainstFirst, type Contestant } from "../contestant.ts";
import { medianRatio } from "../../statistics.ts";
import type { Question } from "../question.ts";

const RECORD_BYTES = 600;

export const durableSaves: Question = async (setting) => {
  const roundMs = setting.isQuick ? 250 : 700;
  const contestants = await startSavers(setting.dir, { savers: 1, roundMs, rivals: setting.rivals });
  const scores = await contest(contestants, setting.isQuick ? 5 : 7);
  const [raw, ours] = scores.map(({ rounds }) => rounds);
  return {
    title: `Durable saves, one after the other, ${RECORD_BYTES} bytes`,
    rows: toRowsAgainstFirst(scores, "saves/s"),
    verdicts: [
      { what: "saves/s, × raw", value: medianRatio(column(ours!, "saves/s"), column(raw!, "saves/s")), atLeast: 1 },
      { what: "p99, × raw", value: medianRatio(column(ours!, "p99 µs"), column(raw!, "p99 µs")), atMost: 2 },
    ],
    notes: ["loop: delay of the event loop while saving; the monitor itself ticks each 1 ms. Raw calls block it."],
  };
};

/** The raw calls, the frame log and the rivals, with as many savers. */
export async function startSavers(
  dir: string,
  {
    savers,
    roundMs,
    rivals,
  }: { readonly savers: number; readonly roundMs: number; readonly rivals: readonly string[] },
): Promise<Contestant[]> {
  const common = { savers, roundMs, recordBytes: RECORD_BYTES };
  const place = (name: string): string => join(dir, `saves-${savers}-${name}`);
  return [
    await startContestant("append + fdatasync", "raw-saves", { ...common, file: place("raw") }),
    await startContestant("vidmem frames", "frame-log-saves", { ...common, dir: place("frames") }),
    await startContestant("vidmem, not sealing", "frame-log-saves", {
      ...common,
      dir: place("frames-not-sealing"),
      isSealing: false,
    }),
    ...(await Promise.all(
      rivals.map((rival) => startContestant(rival, "rival-saves", { ...common, rival, dir: place(rival) })),
    )),
  ];
}
