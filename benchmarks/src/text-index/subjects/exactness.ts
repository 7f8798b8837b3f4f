/**
 * Whether the ten best are the ten best: each question is asked for ten hits, and for ten thousand, which leaves the bounds nothing to skip but
 * what ranks behind the ten thousandth. Scores must be the same number for number; references too, but among equal scores.
 */
import { join } from "node:path";
import { openMemoryIndex, type IndexHit } from "@vidmem/index";
import { number, text, type SetUp } from "../../frames/subject.ts";
import { KINDS, readQuestions } from "../questions.ts";

const EVERYTHING = 10_000;
const BEST = 10;

export const exactness: SetUp = async (params) => {
  const index = await openMemoryIndex({
    dir: join(text(params, "dir"), "index"),
    readOnly: true,
    lastSeq: Number.MAX_SAFE_INTEGER,
    // Only mode "classic" and second hops read texts; neither is asked for.
    readText: async () => "",
  });
  const sheet = readQuestions(text(params, "questions"));
  return {
    async round() {
      let [checked, same] = [0, 0];
      for (const kind of KINDS) {
        for (const { text: words, tag } of sheet[kind].slice(0, number(params, "perKind"))) {
          const query = { text: words, tags: tag === undefined ? undefined : [tag], hops: "off" } as const;
          const best = await index.search({ ...query, limit: BEST });
          const all = await index.search({ ...query, limit: EVERYTHING });
          checked++;
          if (isBestOf(best, all)) same++;
        }
      }
      return { checked, same };
    },
    close: () => index.close(),
  };
};

function isBestOf(best: readonly IndexHit[], all: readonly IndexHit[]): boolean {
  if (best.length !== Math.min(BEST, all.length)) return false;
  const refsAt = (score: number): Set<number> =>
    new Set(all.filter((hit) => hit.score === score).map(({ ref }) => ref));
  return best.every(({ ref, score }, place) => score === all[place]!.score && refsAt(score).has(ref));
}
