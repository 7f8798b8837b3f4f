/** How fast does an empty store take everything, log and finished index included? */
import { startContestant, toRow, type Contestant, type Score } from "../../frames/contestant.ts";
import { isFullSize, type Measurement } from "./setting.ts";

export const ingest: Measurement = async (setting) => {
  const { storeDir, rivalDir, hasRival, textsFile: texts, memories } = setting;
  const scores: Score[] = [await loadOnce("vidmem", "text-index/build", { dir: storeDir, texts, memories })];
  if (hasRival)
    scores.push(await loadOnce("SQLite FTS5", "text-index/rival-build", { dir: rivalDir, texts, memories }));
  const [ours, theirs] = scores.map((score) => toRow(score).figures["memories/s"]!);
  return {
    title: `Loading ${memories.toLocaleString("en")} memories, one process after the other`,
    rows: scores.map(toRow),
    verdicts: [
      theirs === undefined
        ? { what: "memories/s", value: ours! }
        : { what: "memories/s, × SQLite", value: ours! / theirs, atLeast: isFullSize(setting) ? 3 : 2 },
    ],
    notes: [
      "From the empty folder to the closed store; texts lie in memory before. Finishing: from the last save to there.",
      "Thread times do not depend on what else runs; ours computes on three threads, SQLite on one.",
    ],
  };
};

async function loadOnce(name: string, subject: string, params: Parameters<typeof startContestant>[2]): Promise<Score> {
  const contestant: Contestant = await startContestant(name, subject, params);
  const figures = await contestant.round();
  await contestant.close();
  return { name, rounds: [figures] };
}
