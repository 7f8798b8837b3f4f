/** Question: what every measurement of the frame log takes and gives. */

/** How a run is set up. */
export interface Setting {
  /** An empty folder on the disk under test; removed at the end. */
  readonly dir: string;
  readonly isQuick: boolean;
  /** Frames of the large store. */
  readonly frames: number;
  /** Rivals that are installed. */
  readonly rivals: readonly string[];
  /** The large store, built and sealed on the first call. */
  readonly largeStore: () => Promise<LargeStore>;
}

/** A sealed store and what is known of it. */
export interface LargeStore {
  readonly dir: string;
  /** 8 bytes for each id, in the order of saving. */
  readonly idsFile: string;
  readonly frames: number;
  readonly contentBytes: number;
  readonly framesPerSecond: number;
  /** From the last save until background work was done. */
  readonly settleMs: number;
}

/** Figures of one contestant by their name, with the unit in it: "saves/s", "p99 µs". */
export type Figures = Readonly<Record<string, number>>;

/** A line of a question's table. */
export interface Row {
  readonly name: string;
  readonly figures: Figures;
}

/** A figure against its bar. */
export interface Verdict {
  readonly what: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** The answer to a question. */
export interface Answer {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
  readonly notes?: readonly string[];
}

export type Question = (setting: Setting) => Promise<Answer>;

export function isMet({ value, atLeast = -Infinity, atMost = Infinity }: Verdict): boolean {
  return value >= atLeast && value <= atMost;
}
