/** How fast are 64 savers at once, against one write of their 64 records and one fdatasync? */
import { column, contest, toRowsAgainstFirst } from "../contestant.ts";
import { medianRatio } from "../../statistics.ts";
import type { Question } from "../question.ts";
import { startSavers } from "./durable-saves.ts";

const SAVERS = 64;

export const concurrentSaves: Question = async (setting) => {
  const roundMs = setting.isQuick ? 250 : 500;
  const contestants = await startSavers(setting.dir, { savers: SAVERS, roundMs, rivals: setting.rivals });
  const scores = await contest(contestants, setting.isQuick ? 5 : 7);
  const [raw, ours] = scores.map(({ rounds }) => column(rounds, "saves/s"));
  return {
    title: `Durable saves by ${SAVERS} savers at once, 600 bytes`,
    rows: toRowsAgainstFirst(scores, "saves/s"),
    verdicts: [{ what: "saves/s, × raw groups", value: medianRatio(ours!, raw!), atLeast: 0.8 }],
    notes: ["p50 to p99: of a group for the raw calls, of a save for the others."],
  };
};
