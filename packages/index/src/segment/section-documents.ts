/**
 * The documents of a section in the order in which it holds them: unit after unit, a session's units together, turns in the order
 * of the conversation. What the builder and the merger hand to the section writer.
 */
import { UNIT_DOCUMENTS } from "./format.ts";

/** `endedAt` of a version that is still current. */
export const STILL_CURRENT: number = Number.POSITIVE_INFINITY;
/** The session or speaker of a document that has none. */
export const NONE = -1;

/** Columns by document. Times are ms since the epoch. */
export interface DocumentColumns {
  readonly count: number;
  readonly ref: Float64Array;
  /** The reference of the first version of this turn: a corrected turn keeps its place in the conversation. */
  readonly turn: Float64Array;
  readonly timestamp: Float64Array;
  readonly savedAt: Float64Array;
  readonly endedAt: Float64Array;
  readonly importance: Float32Array;
  /** In terms. */
  readonly length: Float64Array;
  readonly flags: Uint8Array;
  /** Place in `types`. */
  readonly type: Int32Array;
  /** Place in `speakers`, or NONE. */
  readonly speaker: Int32Array;
  /** Number of the session, counted in the order of the section, or NONE. */
  readonly session: Int32Array;
}

/** Columns, and the names that they refer to. */
export interface SectionDocuments extends DocumentColumns {
  readonly types: readonly string[];
  readonly speakers: readonly string[];
  /** The key of each session. */
  readonly sessionKeys: BigUint64Array;
}

export function createDocumentColumns(count: number): DocumentColumns {
  return {
    count,
    ref: new Float64Array(count),
    turn: new Float64Array(count),
    timestamp: new Float64Array(count),
    savedAt: new Float64Array(count),
    endedAt: new Float64Array(count).fill(STILL_CURRENT),
    importance: new Float32Array(count),
    length: new Float64Array(count),
    flags: new Uint8Array(count),
    type: new Int32Array(count),
    speaker: new Int32Array(count).fill(NONE),
    session: new Int32Array(count).fill(NONE),
  };
}

/** Cuts documents into units: runs of one session (or of none) of at most 32. @returns where each begins, and the end. */
export function cutUnits(session: Int32Array): Int32Array {
  const starts = new Int32Array(session.length + 1);
  let units = 0;
  for (let at = 0; at < session.length; at++) {
    const start = units === 0 ? NONE : starts[units - 1]!;
    const goesOn = start !== NONE && session[start] === session[at] && at - start < UNIT_DOCUMENTS;
    if (!goesOn) starts[units++] = at;
  }
  starts[units] = session.length;
  return starts.slice(0, units + 1);
}

/**
 * The order in which documents are laid down: sessions together by their first document, turns in their order; documents without a
 * session in runs of a unit.
 * @param session each document's session (from 0, below `session.length`) or NONE; documents are given in order of reference.
 * @param turn each document's turn.
 * @returns places of documents, in the new order.
 */
export function layDown(session: Int32Array, turn: Float64Array): Int32Array {
  const groupOf = groupDocuments(session);
  const groups = groupOf.reduce((most, group) => Math.max(most, group), -1) + 1;
  const ends = new Int32Array(groups + 1);
  for (const group of groupOf) ends[group + 1]!++;
  for (let group = 0; group < groups; group++) ends[group + 1]! += ends[group]!;
  const order = new Int32Array(session.length);
  // From here `ends[group]` is where the group's next document goes; at last it is where the group ends.
  for (let document = 0; document < session.length; document++) order[ends[groupOf[document]!]!++] = document;
  for (let group = 0; group < groups; group++) {
    const from = group === 0 ? 0 : ends[group - 1]!;
    if (!isInOrder(order, from, ends[group]!, turn)) sortByTurn(order.subarray(from, ends[group]), turn);
  }
  return order;
}

/** The group of each document, counted in order of first documents: its session, or a run of loose ones. */
function groupDocuments(session: Int32Array): Int32Array {
  const groupOf = new Int32Array(session.length);
  const bySession = new Int32Array(session.length).fill(NONE);
  let groups = 0;
  let looseGroup = NONE;
  let loose = 0;
  for (let document = 0; document < session.length; document++) {
    const name = session[document]!;
    if (name === NONE) {
      if (loose++ % UNIT_DOCUMENTS === 0) looseGroup = groups++;
      groupOf[document] = looseGroup;
      continue;
    }
    if (bySession[name] === NONE) bySession[name] = groups++;
    groupOf[document] = bySession[name]!;
  }
  return groupOf;
}

function isInOrder(order: Int32Array, from: number, to: number, turn: Float64Array): boolean {
  for (let at = from + 1; at < to; at++) if (turn[order[at - 1]!]! > turn[order[at]!]!) return false;
  return true;
}

/** A stable sort: versions of one turn stay in the order in which they came. */
function sortByTurn(members: Int32Array, turn: Float64Array): void {
  members.sort((a, b) => turn[a]! - turn[b]! || a - b);
}
