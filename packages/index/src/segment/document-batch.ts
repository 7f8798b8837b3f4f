/**
 * A batch: documents that are not in a segment yet, in columns, so that they cross to the builder's thread as a few arrays.
 * Documents come in ascending order of reference. Texts are UTF-8; what UTF-8 cannot hold became U+FFFD, which no word contains.
 */
import type { IndexDocument } from "../document.ts";
import { createByteWriter, reserve, writtenBytes, type ByteWriter } from "./byte-writer.ts";
import { NONE, STILL_CURRENT } from "./section-documents.ts";

/** One document, and where in its conversation it stands. */
export interface BatchDocument extends IndexDocument {
  /** The reference of the first version of this turn. Default: its own. */
  readonly turn?: number | undefined;
}

/** What is sent: plain arrays only. Strings are places in `names`; tags of document i are `tags[tagStart[i] … tagStart[i + 1]]`. */
export interface DocumentBatch {
  readonly count: number;
  readonly texts: Uint8Array;
  readonly textStart: readonly number[];
  readonly names: readonly string[];
  readonly namespace: readonly number[];
  /** Place in `names`, or NONE. */
  readonly session: readonly number[];
  readonly speaker: readonly number[];
  readonly type: readonly number[];
  readonly tagStart: readonly number[];
  readonly tags: readonly number[];
  readonly ref: readonly number[];
  readonly turn: readonly number[];
  readonly timestamp: readonly number[];
  readonly savedAt: readonly number[];
  readonly endedAt: readonly number[];
  readonly importance: readonly number[];
}

export interface BatchWriter {
  readonly count: number;
  /** Bytes of text so far. */
  readonly textBytes: number;
  /** The largest reference, or -1. */
  readonly lastRef: number;
  add(document: BatchDocument): void;
  /** The place of a reference, or -1. */
  find(ref: number): number;
  namespaceOf(place: number): string;
  sessionOf(place: number): string | undefined;
  turnOf(place: number): number;
  /** Whether the version at a place has not ended. */
  isLive(place: number): boolean;
  /** Ends the version at a place; the first end counts. */
  end(place: number, at: number): void;
  /** The batch as it is now; arrays are shared with the writer and only grow. */
  batch(): DocumentBatch;
}

/** Puts batches, oldest first, into one. */
export function concatBatches(batches: readonly DocumentBatch[]): DocumentBatch {
  if (batches.length === 1) return batches[0]!;
  const writerColumns = createColumns();
  const names: string[] = [];
  const places = new Map<string, number>();
  const texts = new Uint8Array(batches.reduce((sum, batch) => sum + batch.texts.length, 0));
  let textAt = 0;
  for (const batch of batches) {
    const placeOf = batch.names.map((name) => {
      const known = places.get(name);
      if (known !== undefined) return known;
      places.set(name, names.length);
      return names.push(name) - 1;
    });
    const tagBase = writerColumns.tags.length;
    texts.set(batch.texts, textAt);
    for (let at = 0; at < batch.count; at++) {
      writerColumns.textStart.push(textAt + batch.textStart[at + 1]!);
      writerColumns.tagStart.push(tagBase + batch.tagStart[at + 1]!);
      for (const key of NAMED) writerColumns[key].push(batch[key][at] === NONE ? NONE : placeOf[batch[key][at]!]!);
      for (const key of PLAIN) writerColumns[key].push(batch[key][at]!);
    }
    for (const tag of batch.tags) writerColumns.tags.push(placeOf[tag]!);
    textAt += batch.texts.length;
  }
  return { ...writerColumns, count: writerColumns.ref.length, texts, names };
}

/** The batch as it is now, whatever ends later, with some of its versions not ended yet. */
export function withoutEnds(batch: DocumentBatch, refs: ReadonlySet<number>): DocumentBatch {
  return { ...batch, endedAt: batch.endedAt.map((at, place) => (refs.has(batch.ref[place]!) ? STILL_CURRENT : at)) };
}

/** Columns of places in `names`, and columns of numbers. */
const NAMED = ["namespace", "session", "speaker", "type"] as const;
const PLAIN = ["ref", "turn", "timestamp", "savedAt", "endedAt", "importance"] as const;

type Columns = { -readonly [K in keyof DocumentBatch]: DocumentBatch[K] extends readonly number[] ? number[] : never };

export function createBatchWriter(): BatchWriter {
  const texts = createByteWriter(4096);
  const places = new Map<string, number>();
  const names: string[] = [];
  const columns = createColumns();
  let count = 0;

  const placeOf = (name: string | undefined): number => {
    if (name === undefined) return NONE;
    let place = places.get(name);
    if (place === undefined) {
      place = names.push(name) - 1;
      places.set(name, place);
    }
    return place;
  };

  return {
    get count() {
      return count;
    },
    get textBytes() {
      return texts.length;
    },
    add(document) {
      appendText(texts, document.text);
      columns.textStart.push(texts.length);
      columns.namespace.push(placeOf(document.namespace));
      columns.session.push(placeOf(document.session));
      columns.speaker.push(placeOf(document.speaker));
      columns.type.push(placeOf(document.type));
      for (const tag of document.tags) columns.tags.push(placeOf(tag));
      columns.tagStart.push(columns.tags.length);
      columns.ref.push(document.ref);
      columns.turn.push(document.turn ?? document.ref);
      columns.timestamp.push(document.timestamp);
      columns.savedAt.push(document.savedAt);
      columns.endedAt.push(STILL_CURRENT);
      columns.importance.push(document.importance);
      count++;
    },
    get lastRef() {
      return columns.ref.at(-1) ?? -1;
    },
    find: (ref) => placeOfRef(columns.ref, ref),
    namespaceOf: (place) => names[columns.namespace[place]!]!,
    sessionOf: (place) => names[columns.session[place]!],
    turnOf: (place) => columns.turn[place]!,
    isLive: (place) => columns.endedAt[place] === STILL_CURRENT,
    end(place, at) {
      if (columns.endedAt[place] === STILL_CURRENT) columns.endedAt[place] = at;
    },
    batch: () => ({ ...columns, count, texts: writtenBytes(texts), names }),
  };
}

/** The place of a reference among ascending ones, or -1. */
function placeOfRef(refs: ArrayLike<number>, ref: number): number {
  let low = 0;
  let high = refs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (refs[middle] === ref) return middle;
    if (refs[middle]! < ref) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function createColumns(): Omit<Columns, "count" | "texts" | "names"> {
  return {
    textStart: [0],
    namespace: [],
    session: [],
    speaker: [],
    type: [],
    tagStart: [0],
    tags: [],
    ref: [],
    turn: [],
    timestamp: [],
    savedAt: [],
    endedAt: [],
    importance: [],
  };
}

function appendText(texts: ByteWriter, text: string): void {
  reserve(texts, text.length * 3);
  const { written } = ENCODER.encodeInto(text, texts.bytes.subarray(texts.length));
  texts.length += written;
}

const ENCODER = new TextEncoder();
