/** Saving revisions: each family is one text that changes a little again and again. With families named, or without. */
import { openFrameLog } from "@vidmem/frames";
import { createCorpus, createRandom } from "../../corpus.ts";
import { number, text, type SetUp } from "../subject.ts";

const FAMILIES = 200;
/** Small, so that most of the store gets sealed. */
const ROW_BYTES = 1024 * 1024;

export const frameLogDeltas: SetUp = async (params) => ({
  async round() {
    const dir = text(params, "dir");
    const log = await openFrameLog({ dir, durability: "none", rowBytes: ROW_BYTES });
    const corpus = createCorpus();
    const random = createRandom(7);
    const current = Array.from({ length: FAMILIES }, (_, family) => corpus.text(family));
    for (let i = 0; i < number(params, "frames"); i++) {
      // Families take turns at random, as sessions do.
      const family = random() % FAMILIES;
      current[family] = revised(current[family]!, random, corpus.text(FAMILIES + i));
      await log.ready();
      log.append({
        content: Buffer.from(current[family]),
        metadata: corpus.metadata(i),
        timestamp: corpus.timestamp(i),
        ...(params["isNamed"] === true ? { family: `family ${family}` } : {}),
      });
    }
    await log.flush();
    const { deltas, deltaSavedBytes, contentBytes } = log.stats();
    await log.background.idle();
    await log.close();
    return { deltas, "delta saved bytes": deltaSavedBytes, "content bytes": contentBytes };
  },
  async close() {},
});

/** One sentence gives way to a fresh one. */
function revised(text: string, random: () => number, fresh: string): string {
  const sentences = text.split(". ");
  sentences[random() % sentences.length] = fresh.split(". ")[0]!;
  return sentences.join(". ");
}
