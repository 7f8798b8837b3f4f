/**
 * Id table: what a survey remembers of each distinct id, in typed arrays: where its newest frame of content lies, and two flags.
 * Cost: about 33 bytes an id.
 */
import { createKeyChains } from "../store/key-chains.ts";

/** One entry per id; entries count from 0 in the order in which ids were met. */
export interface IdTable {
  /** The entry of an id; makes one. */
  entryOf(high: number, low: number): number;
  /** Where the newest frame of an entry lies: number of the segment and place in it; segment is -1 when there is none. */
  segmentOf(entry: number): number;
  placeOf(entry: number): number;
  setNewest(entry: number, segment: number, place: number): void;
  hasFlag(entry: number, flag: IdFlag): boolean;
  setFlag(entry: number, flag: IdFlag): void;
}

/** HAS_TOMBSTONE: a tombstone of the id may go. STAYS: an older frame of the id stays. */
type IdFlag = typeof HAS_TOMBSTONE | typeof STAYS;
export const HAS_TOMBSTONE = 1;
export const STAYS = 2;

const LEAST_ENTRIES = 1024;
/** Room at first goes up to here: frames may share few ids. */
const MOST_EXPECTED_ENTRIES: number = 2 ** 20;
const NO_SEGMENT = -1;

/**
 * @param seed see `createKeyChains`.
 * @param expected ids that may come.
 */
export function createIdTable(seed: number, expected: number): IdTable {
  const room = Math.max(LEAST_ENTRIES, Math.min(MOST_EXPECTED_ENTRIES, expected));
  const chains = createKeyChains(seed, room);
  let segments = new Int32Array(room);
  let places = new Uint32Array(room);
  let flags = new Uint8Array(room);
  let count = 0;
  const grow = (): void => {
    segments = enlarge(segments, new Int32Array(2 * count));
    places = enlarge(places, new Uint32Array(2 * count));
    flags = enlarge(flags, new Uint8Array(2 * count));
  };
  return {
    entryOf: (high, low) => {
      const known = chains.newest(high, low);
      if (known >= 0) return known;
      if (count === flags.length) grow();
      chains.add(count, high, low);
      segments[count] = NO_SEGMENT;
      return count++;
    },
    segmentOf: (entry) => segments[entry] ?? NO_SEGMENT,
    placeOf: (entry) => places[entry] ?? 0,
    setNewest: (entry, segment, place) => {
      segments[entry] = segment;
      places[entry] = place;
    },
    hasFlag: (entry, flag) => ((flags[entry] ?? 0) & flag) !== 0,
    setFlag: (entry, flag) => {
      flags[entry] = (flags[entry] ?? 0) | flag;
    },
  };
}

function enlarge<A extends Int32Array | Uint32Array | Uint8Array>(array: A, larger: A): A {
  larger.set(array);
  return larger;
}
