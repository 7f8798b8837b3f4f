/**
 * A view: which versions count now, or counted at the time of `asOf`, and the totals that ranking divides by.
 */
import { NONE, STILL_CURRENT, type Columns } from "./columns.ts";
import type { Partition } from "./partition.ts";

/** The live documents of a partition at one time; what is added later is not in it. Lengths are in terms. */
export interface View {
  /** 1 per live ordinal. */
  readonly live: Uint8Array;
  readonly documents: number;
  readonly averageLength: number;
  readonly sessions: number;
  readonly averageSessionLength: number;
  /** Per session ordinal: its length in terms. */
  readonly sessionLength: Float64Array;
  /** 1 per speaker ordinal that a live document has. */
  readonly speakers: Uint8Array;
}

/** Counts a view: O(documents). `asOf` in ms of saving time; without it, the present. */
export function createView(partition: Partition, asOf?: number): View {
  const { columns } = partition;
  const live = new Uint8Array(columns.count);
  const sessionLength = new Float64Array(partition.sessions.size);
  const inSession = new Uint8Array(partition.sessions.size);
  const speakers = new Uint8Array(partition.speakers.size);
  let documents = 0;
  let totalLength = 0;
  for (let ordinal = 0; ordinal < columns.count; ordinal++) {
    if (!isLive(columns, ordinal, asOf)) continue;
    live[ordinal] = 1;
    documents++;
    totalLength += columns.length[ordinal]!;
    if (columns.speaker[ordinal] !== NONE) speakers[columns.speaker[ordinal]!] = 1;
    const session = columns.session[ordinal]!;
    if (session === NONE) continue;
    inSession[session] = 1;
    sessionLength[session]! += columns.length[ordinal]!;
  }
  const sessions = inSession.reduce((sum, one) => sum + one, 0);
  const inSessions = sessionLength.reduce((sum, length) => sum + length, 0);
  return {
    live,
    documents,
    averageLength: documents === 0 ? 1 : Math.max(1, totalLength / documents),
    sessions,
    averageSessionLength: sessions === 0 ? 1 : Math.max(1, inSessions / sessions),
    sessionLength,
    speakers,
  };
}

/** The nearest live turn before (`columns.previous`) or after (`columns.next`) in the same session, or NONE. */
export function liveNeighbour(live: Uint8Array, links: Int32Array, ordinal: number): number {
  let at = links[ordinal]!;
  while (at !== NONE && live[at] !== 1) at = links[at]!;
  return at;
}

function isLive(columns: Columns, ordinal: number, asOf: number | undefined): boolean {
  const endedAt = columns.endedAt[ordinal]!;
  if (asOf === undefined) return endedAt === STILL_CURRENT;
  return columns.savedAt[ordinal]! <= asOf && (endedAt === STILL_CURRENT || asOf < endedAt);
}
