/** Are the ten best the ten best? */
import { startContestant } from "../../frames/contestant.ts";
import type { Measurement } from "./setting.ts";

const QUESTIONS_PER_KIND = 40;

export const exactAnswers: Measurement = async ({ storeDir, questionsFile }) => {
  const contestant = await startContestant("vidmem", "text-index/exactness", {
    dir: storeDir,
    questions: questionsFile,
    perKind: QUESTIONS_PER_KIND,
  });
  const figures = await contestant.round();
  await contestant.close();
  return {
    title: "The ten best against a ranking of ten thousand",
    rows: [{ name: "questions", figures }],
    verdicts: [{ what: "share with the same ten", value: figures["same"]! / figures["checked"]!, atLeast: 1 }],
    notes: ["Ranking against the naive formula itself is a property test of packages/index."],
  };
};
