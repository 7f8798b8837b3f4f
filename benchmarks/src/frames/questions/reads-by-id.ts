/** How long does a read by id take in a large sealed store, cold and from the caches? */
import { join } from "node:path";
import { contest, startContestant, toRow, type Contestant } from "../contestant.ts";
import { TEXTS } from "../large-store.ts";
import type { Question, Setting } from "../question.ts";

/** About what a chunk takes in the file. */
const CHUNK_BYTES = 8192;

export const readsById: Question = async (setting) => {
  const store = await setting.largeStore();
  const reads = setting.isQuick ? 2000 : 5000;
  const contestants = [
    await startContestant("vidmem frames", "frame-log-reads", { dir: store.dir, idsFile: store.idsFile, reads }),
    await startContestant(`pread of ${CHUNK_BYTES} bytes`, "raw-reads", {
      dir: store.dir,
      sizeBytes: CHUNK_BYTES,
      reads,
    }),
  ];
  const notes = [
    "Each id is read once, so neither frame nor chunk cache helps; the files are in the page cache. lmdb reads through its map.",
  ];
  const built = await lmdbOfSameSize(setting, reads);
  if (built !== undefined) {
    contestants.push(built.reader);
    notes.push(
      `lmdb took the ${setting.frames} memories at ${Math.round(built.savesPerSecond)}/s, the frame log at ${Math.round(store.framesPerSecond)}/s.`,
    );
  }
  const scores = await contest(contestants, 5);
  const rows = scores.map(toRow);
  const ours = rows[0]!.figures;
  return {
    title: `Reads by id among ${setting.frames} sealed frames`,
    rows,
    verdicts: [
      { what: "p50 µs", value: ours["p50 µs"]!, atMost: 100 },
      { what: "repeated reads/s", value: ours["repeated/s"]!, atLeast: 500_000 },
    ],
    notes,
  };
};

async function lmdbOfSameSize(
  { dir, frames, rivals }: Setting,
  reads: number,
): Promise<{ readonly reader: Contestant; readonly savesPerSecond: number } | undefined> {
  if (!rivals.includes("lmdb")) return undefined;
  const parent = join(dir, "large-lmdb");
  const builder = await startContestant("lmdb", "rival-bulk", { rival: "lmdb", frames, texts: TEXTS, dir: parent });
  const figures = await builder.round();
  await builder.close();
  const place = { dir: join(parent, "0"), idsFile: join(parent, "0.ids") };
  const reader = await startContestant("lmdb", "rival-reads", { rival: "lmdb", reads, ...place });
  return { reader, savesPerSecond: figures["saves/s"]! };
}
