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
  const starts: number[] = [];
  for (let at = 0; at < session.length; at++) {
    const start = starts.at(-1);
    const goesOn = start !== undefined && session[start] === session[at] && at - start < UNIT_DOCUMENTS;
    if (!goesOn) starts.push(at);
  }
  return Int32Array.from([...starts, session.length]);
}

/** A place to come: the documents of one session, or a run of loose ones. */
interface Group {
  readonly members: number[];
}

/**
 * The order in which documents are laid down: sessions together by their first document, turns in their order; documents without a
 * session in runs of a unit. `session` gives each document's session, or `undefined`; documents are given in order of reference.
 * @returns places of documents, in the new order.
 */
export function layDown(
  count: number,
  session: (document: number) => number | undefined,
  turn: (document: number) => number,
): number[] {
  const groups: Group[] = [];
  const bySession = new Map<number, Group>();
  let loose: Group | undefined;
  for (let document = 0; document < count; document++) {
    const name = session(document);
    let group = name === undefined ? loose : bySession.get(name);
    if (group === undefined || (name === undefined && group.members.length === UNIT_DOCUMENTS)) {
      group = { members: [] };
      groups.push(group);
      if (name === undefined) loose = group;
      else bySession.set(name, group);
    }
    group.members.push(document);
  }
  return groups.flatMap(({ members }) => (isInOrder(members, turn) ? members : sortByTurn(members, turn)));
}

function isInOrder(members: readonly number[], turn: (document: number) => number): boolean {
  return members.every((document, at) => at === 0 || turn(members[at - 1]!) <= turn(document));
}

/** A stable sort: versions of one turn stay in the order in which they came. */
function sortByTurn(members: readonly number[], turn: (document: number) => number): number[] {
  return members.toSorted((a, b) => turn(a) - turn(b));
}
