/**
 * A partition: the documents of one namespace, their postings and the chains of turns that make conversations.
 * Tenants never share a partition, so one's words never change another's ranking.
 *
 * Invariants: I1 ordinals grow in order of adding; I2 a document's chain holds all versions of all turns of its session,
 * a newer version right behind the one it replaces; I3 nothing is taken out, a removed version only gets an `endedAt`.
 */
import type { Analyzer } from "../analysis/terms.ts";
import { textFlags } from "../analysis/text-flags.ts";
import { toWords } from "../analysis/words.ts";
import type { IndexDocument } from "../document.ts";
import { addRow, createColumns, NONE, STILL_CURRENT, type Columns } from "./columns.ts";
import { createDictionary, type Dictionary } from "./dictionary.ts";
import { appendPosting, createPostings, type Postings } from "./postings.ts";

/** Everything the index knows of one namespace. */
export interface Partition {
  readonly columns: Columns;
  readonly postings: Map<string, Postings>;
  readonly sessions: Dictionary;
  readonly speakers: Dictionary;
  readonly types: Dictionary;
  /** Per tag: the ordinals that carry it. */
  readonly tagged: Map<string, Set<number>>;
  /** Per speaker ordinal: the words of the name. */
  readonly speakerWords: string[][];
  /** Per session ordinal: the last turn of its chain. */
  readonly lastTurn: number[];
  /** Per session ordinal: the time of its first document, ms. */
  readonly sessionStart: number[];
  readonly ordinals: Map<number, number>;
}

export function createPartition(): Partition {
  return {
    columns: createColumns(),
    postings: new Map(),
    sessions: createDictionary(),
    speakers: createDictionary(),
    types: createDictionary(),
    tagged: new Map(),
    speakerWords: [],
    lastTurn: [],
    sessionStart: [],
    ordinals: new Map(),
  };
}

/** Adds a document at the end of its session, or right behind the version that it replaces. O(words). */
export function addDocument(
  partition: Partition,
  document: IndexDocument,
  analyzer: Analyzer,
  replacedRef?: number,
): void {
  const { columns } = partition;
  const ordinal = addRow(columns);
  partition.ordinals.set(document.ref, ordinal);
  columns.ref[ordinal] = document.ref;
  columns.timestamp[ordinal] = document.timestamp;
  columns.savedAt[ordinal] = document.savedAt;
  columns.endedAt[ordinal] = STILL_CURRENT;
  columns.importance[ordinal] = document.importance;
  columns.yearMonthDay[ordinal] = yearMonthDay(document.timestamp);
  columns.type[ordinal] = partition.types.toOrdinal(document.type);
  columns.speaker[ordinal] = document.speaker === undefined ? NONE : speakerOrdinal(partition, document.speaker);
  columns.flags[ordinal] = textFlags(document.text);
  for (const tag of document.tags) addTag(partition, tag, ordinal);
  columns.length[ordinal] = addTerms(partition, ordinal, analyzer.terms(document.text));
  const replaced = replacedRef === undefined ? undefined : partition.ordinals.get(replacedRef);
  linkTurn(partition, ordinal, document.session, replaced);
}

/** Marks a version as ended at `at` (ms): later views no longer see it, views of earlier times still do. The first end counts. */
export function endDocument(partition: Partition, ref: number, at: number): void {
  const ordinal = partition.ordinals.get(ref);
  if (ordinal === undefined || partition.columns.endedAt[ordinal] !== STILL_CURRENT) return;
  partition.columns.endedAt[ordinal] = at;
}

function linkTurn(
  partition: Partition,
  ordinal: number,
  session: string | undefined,
  replaced: number | undefined,
): void {
  const { columns, lastTurn } = partition;
  columns.previous[ordinal] = NONE;
  columns.next[ordinal] = NONE;
  columns.session[ordinal] = NONE;
  columns.turn[ordinal] = ordinal;
  if (session === undefined) return;
  const sessionOrdinal = partition.sessions.toOrdinal(session);
  partition.sessionStart[sessionOrdinal] ??= columns.timestamp[ordinal]!;
  columns.session[ordinal] = sessionOrdinal;
  const sameSession = replaced !== undefined && columns.session[replaced] === sessionOrdinal;
  if (sameSession) columns.turn[ordinal] = columns.turn[replaced]!;
  const before = sameSession ? replaced : (lastTurn[sessionOrdinal] ?? NONE);
  const after = before === NONE ? NONE : columns.next[before]!;
  columns.previous[ordinal] = before;
  columns.next[ordinal] = after;
  if (before !== NONE) columns.next[before] = ordinal;
  if (after === NONE) lastTurn[sessionOrdinal] = ordinal;
  else columns.previous[after] = ordinal;
}

function addTerms(partition: Partition, ordinal: number, terms: readonly string[]): number {
  const frequencies = new Map<string, number>();
  for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  for (const [term, frequency] of frequencies) {
    let postings = partition.postings.get(term);
    if (postings === undefined) partition.postings.set(term, (postings = createPostings()));
    appendPosting(postings, ordinal, frequency);
  }
  return terms.length;
}

function addTag(partition: Partition, tag: string, ordinal: number): void {
  const carriers = partition.tagged.get(tag);
  if (carriers === undefined) partition.tagged.set(tag, new Set([ordinal]));
  else carriers.add(ordinal);
}

function speakerOrdinal(partition: Partition, speaker: string): number {
  const ordinal = partition.speakers.toOrdinal(speaker);
  partition.speakerWords[ordinal] ??= toWords(speaker);
  return ordinal;
}

function yearMonthDay(timestamp: number): number {
  const date = new Date(timestamp);
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
