/** Findings: what opening a store met that is not as it should be. Lists are capped, counts are exact. */
import type { DamagedPlace, ForeignFile, RecoveryReport, TornTail } from "./frame-log.ts";

/** Most places that a report lists. */
const MAX_LISTED = 1000;

export interface Findings {
  damaged(place: DamagedPlace): void;
  foreign(file: ForeignFile): void;
  torn(tail: TornTail): void;
  toReport(totals: { readonly frames: number; readonly segments: number }): RecoveryReport;
}

export function createFindings(): Findings {
  const damaged: DamagedPlace[] = [];
  const foreign: ForeignFile[] = [];
  let damagedCount = 0;
  let foreignCount = 0;
  let torn: TornTail | undefined;
  return {
    damaged(place) {
      if (++damagedCount <= MAX_LISTED) damaged.push(place);
    },
    foreign(file) {
      if (++foreignCount <= MAX_LISTED) foreign.push(file);
    },
    torn(tail) {
      torn = tail;
    },
    toReport: ({ frames, segments }) =>
      Object.freeze({
        frames,
        segments,
        clean: torn === undefined && damagedCount === 0 && foreignCount === 0,
        torn,
        damaged,
        damagedCount,
        foreign,
        foreignCount,
      }),
  };
}
