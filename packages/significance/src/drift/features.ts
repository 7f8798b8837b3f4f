/** What drift looks at: for each facet of a memory, which features it has. */
import type { ScorableMemory } from "../context.ts";
import { readingOf } from "../reading/reading.ts";

/** Kinds of features. */
export const FACETS = ["types", "tags", "speakers", "lengths", "hours", "terms"] as const;
export type Facet = (typeof FACETS)[number];

/** Facets in which a memory has at most one feature. */
export const SINGLE_FACETS: ReadonlySet<Facet> = new Set<Facet>(["types", "speakers", "lengths", "hours"]);

const HOUR_MS = 3_600_000;
const HOURS_PER_BAND = 4;
const BANDS_PER_DAY = 24 / HOURS_PER_BAND;

/** The distinct features of a memory in each facet. A facet of which nothing is known has none. */
export function featuresOf(memory: ScorableMemory): Readonly<Record<Facet, Iterable<string>>> {
  const { text, timestamp, type, tags = [], speaker } = memory;
  return {
    types: type === undefined ? [] : [type],
    tags: new Set(tags),
    speakers: speaker === undefined ? [] : [speaker],
    lengths: [lengthBand(text.length)],
    hours: [hourBand(timestamp)],
    terms: readingOf(memory).terms.keys(),
  };
}

/** Bands of doubling width, e.g. "64-127 characters". */
function lengthBand(characters: number): string {
  if (characters === 0) return "0 characters";
  const from = 2 ** Math.floor(Math.log2(characters));
  return `${from}-${2 * from - 1} characters`;
}

/** Four hours of the UTC day, e.g. "08-11 h". */
function hourBand(timestamp: number): string {
  const band = ((Math.floor(timestamp / HOUR_MS / HOURS_PER_BAND) % BANDS_PER_DAY) + BANDS_PER_DAY) % BANDS_PER_DAY;
  const hour = (at: number): string => String(at).padStart(2, "0");
  return `${hour(band * HOURS_PER_BAND)}-${hour(band * HOURS_PER_BAND + HOURS_PER_BAND - 1)} h`;
}
