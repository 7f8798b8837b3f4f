/**
 * Constants of an index segment. Format: docs/format/index-segment.md. Persisted: never renumber.
 * Also the two formulas that bytes depend on: what a byte of impact bounds.
 */

/** "VMIX", little-endian. */
export const SEGMENT_MAGIC = 0x58494d56;
export const SEGMENT_VERSION = 2;
/** Magic, version, three zero bytes. */
export const SEGMENT_HEAD_BYTES = 8;
/** Directory offset f64, directory bytes u32, checksum u32, magic u32. */
export const SEGMENT_TAIL_BYTES = 20;

/** Most documents of a unit: their places take five bits of a posting. */
export const UNIT_DOCUMENTS = 32;
/** What a unit is: documents without a session; the first unit of a session; a further unit of the session before it. */
export const UNIT_LOOSE = 0;
export const UNIT_FIRST = 1;
export const UNIT_FURTHER = 2;

/** Posting byte: place in its unit (5 bits), tf - 1 (2 bits; 3 = the rest follows as a varint), last of its entry (1 bit). */
export const TF_SHIFT = 5;
export const TF_MORE = 3;
export const PLACE_MASK = 0x1f;
export const LAST_POSTING = 0x80;

/** Entries between two places of a list's skip table; shorter lists have neither skips nor impacts. */
export const SKIP_ENTRIES = 64;
/** Unit before the block, place in the gaps, place in the payload: three u32. */
export const SKIP_BYTES = 12;
/** Terms of a block of the dictionary. */
export const BLOCK_TERMS = 64;

/** The saturated frequency of a turn lies below k1 + 1 (docs/ranking.md); an impact nibble bounds it from above. */
export const LARGEST_IMPACT = 1.7;
const SMALLEST_IMPACT = 0.85;
const IMPACT_STEP = (LARGEST_IMPACT - SMALLEST_IMPACT) / 15;
/** An impact's low nibble: how often the term stands in the unit, 15 = 15 times or more. */
export const MANY_TIMES = 15;

/** The smallest nibble whose bound is at least `saturated`. */
export function toImpactNibble(saturated: number): number {
  return Math.max(0, Math.min(15, Math.ceil((saturated - SMALLEST_IMPACT) / IMPACT_STEP)));
}

/** The bound of each nibble. */
export const IMPACT_BOUNDS: Float64Array = Float64Array.from(
  { length: 16 },
  (_, nibble) => SMALLEST_IMPACT + nibble * IMPACT_STEP + 1e-9,
);
