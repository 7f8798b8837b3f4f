/** The terms of several dictionaries in order, each once, with the dictionaries that have it. */
import { nextTerm, openTerms, type DictionaryHead, type TermCursor } from "./dictionary.ts";

export interface TermMerge {
  /** A cursor for each dictionary. Those that `holders` names stand at the term. */
  readonly cursors: readonly TermCursor[];
  /** Which dictionaries have the term, ascending; valid below `count`. */
  readonly holders: Int32Array;
  count: number;
  /** By dictionary: the first bytes of the term that its cursor stands at, as a number; Infinity behind the last term. */
  readonly keys: Float64Array;
}

/** So many bytes of a term make its key: what a number holds exactly. */
const KEY_BYTES = 6;
const BEHIND_ALL = Number.POSITIVE_INFINITY;

/** Stands before the first term. */
export function openTermMerge(dictionaries: readonly DictionaryHead[]): TermMerge {
  const cursors = dictionaries.map(openTerms);
  const all = Int32Array.from(cursors.keys());
  return { cursors, holders: all, count: all.length, keys: new Float64Array(all.length) };
}

/** Moves to the next term. @returns whether there is one. */
export function nextMergedTerm(merge: TermMerge): boolean {
  const { cursors, holders, keys } = merge;
  for (let at = 0; at < merge.count; at++) advance(merge, holders[at]!);
  merge.count = 0;
  let least = BEHIND_ALL;
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!;
    if (key > least || key === BEHIND_ALL) continue;
    const order = key < least ? -1 : compare(cursors[at]!, cursors[holders[0]!]!);
    if (order > 0) continue;
    if (order < 0) merge.count = 0;
    holders[merge.count++] = at;
    least = key;
  }
  return merge.count > 0;
}

/** A term that shares so many bytes with the one before has its key. */
function advance({ cursors, keys }: TermMerge, at: number): void {
  const cursor = cursors[at]!;
  const shared = nextTerm(cursor);
  if (shared < 0) keys[at] = BEHIND_ALL;
  else if (shared < KEY_BYTES) keys[at] = keyOf(cursor);
}

function keyOf({ term, length }: TermCursor): number {
  let key = 0;
  for (let at = 0; at < KEY_BYTES; at++) key = key * 256 + (at < length ? term[at]! : 0);
  return key;
}

/** The order of two terms of one key. */
function compare(a: TermCursor, b: TermCursor): number {
  const end = Math.min(a.length, b.length);
  for (let at = KEY_BYTES; at < end; at++) if (a.term[at] !== b.term[at]) return a.term[at]! - b.term[at]!;
  return a.length - b.length;
}
