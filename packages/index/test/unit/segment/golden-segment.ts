/**
 * What the golden segment holds: two interleaved sessions, one of them in three units; loose documents; a corrected turn; and in another
 * namespace so many sessions that a list has impacts and skips, names that UTF-8 cannot hold, and a time beyond 2^50.
 */
import type { BatchDocument } from "../../../src/segment/document-batch.ts";

const FIRST_MS = Date.UTC(2026, 0, 1);

const talk: readonly BatchDocument[] = Array.from({ length: 150 }, (_, at): BatchDocument => {
  const ref = 1 + at;
  const kind = at % 5;
  return {
    ref,
    text: `turn ${at} ${at % 2 === 0 ? "even" : "odd"}${at % 7 === 0 ? " seven seven" : ""}${at % 3 === 0 ? "?" : ""}`,
    timestamp: FIRST_MS + at * 60_000,
    savedAt: FIRST_MS + at * 60_000 + 1,
    namespace: "default",
    session: kind === 4 ? undefined : kind < 3 ? "long" : "short",
    speaker: ["Ada", "Grüße", undefined][at % 3],
    type: kind === 4 ? "fact" : "note",
    tags: at % 10 === 0 ? ["ten", "\0odd tag"] : [],
    importance: kind / 4,
    ...(ref === 146 ? { turn: 6 } : {}),
  };
});

const singles: readonly BatchDocument[] = Array.from({ length: 70 }, (_, at) => ({
  ref: 151 + at,
  text: at === 69 ? "red red red red red \ud800" : "red",
  timestamp: -at,
  savedAt: at === 69 ? 2 ** 52 : FIRST_MS,
  namespace: "other",
  session: `single ${at} \ud800`,
  type: "note",
  tags: [],
  importance: 0.3,
}));

export const GOLDEN_DOCUMENTS: readonly BatchDocument[] = [...talk, ...singles];

/** Ended when it was written: the corrected turn, and one that was removed. */
export const GOLDEN_ENDS: readonly (readonly [ref: number, at: number])[] = [
  [6, FIRST_MS + 145 * 60_000 + 1],
  [50, FIRST_MS + 146 * 60_000],
];
