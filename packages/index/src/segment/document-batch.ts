/**
 * A batch: documents that are not in a segment yet, in columns, so that they cross to the builder's thread as a few runs of bytes.
 * Documents come in ascending order of reference. Texts are UTF-8; what UTF-8 cannot hold became U+FFFD, which no word contains.
 */
import type { IndexDocument } from "../document.ts";
import { createByteWriter, reserve, writeBytes, writtenBytes, type ByteWriter } from "./byte-writer.ts";
import { createNumbering } from "./numbering.ts";
import { NONE, STILL_CURRENT } from "./section-documents.ts";

/** One document, and where in its conversation it stands. */
export interface BatchDocument extends IndexDocument {
  /** The reference of the first version of this turn. Default: its own. */
  readonly turn?: number | undefined;
}

/** Columns by document. Times are ms since the epoch. */
interface BatchColumns {
  /** Where the text ends, in `texts`: it begins where the one before ends. */
  readonly textEnd: Uint32Array;
  /** Where the tags end, in `tags`. */
  readonly tagEnd: Uint32Array;
  /** Places in `names`; session and speaker may be NONE. */
  readonly namespace: Int32Array;
  readonly session: Int32Array;
  readonly speaker: Int32Array;
  readonly type: Int32Array;
  readonly ref: Float64Array;
  readonly turn: Float64Array;
  readonly timestamp: Float64Array;
  readonly savedAt: Float64Array;
  readonly endedAt: Float64Array;
  readonly importance: Float64Array;
}

/** What is sent: plain arrays only, of exactly `count` values each. */
export interface DocumentBatch extends BatchColumns {
  readonly count: number;
  readonly texts: Uint8Array;
  /** Of all documents, as places in `names`. */
  readonly tags: Int32Array;
  readonly names: readonly string[];
}

export interface BatchWriter {
  readonly count: number;
  /** Documents whose version has not ended. */
  readonly liveCount: number;
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
  /** The batch as it is now: views of what the writer goes on with, to be used before it does. */
  batch(): DocumentBatch;
  /** Forgets everything, and goes on with the same memory. */
  clear(): void;
}

const NAMED = ["namespace", "session", "speaker", "type"] as const;
const PLAIN = ["ref", "turn", "timestamp", "savedAt", "endedAt", "importance"] as const;
const FIRST_CAPACITY = 16;
const FIRST_TEXT_BYTES = 4_096;
const ENCODER = new TextEncoder();

/** @param like a writer that became full: the new one has room for as much from the beginning. */
export function createBatchWriter(like?: BatchWriter): BatchWriter {
  const texts = createByteWriter(like === undefined ? FIRST_TEXT_BYTES : like.textBytes + (like.textBytes >>> 3));
  let names = createNumbering<string>();
  let columns = createColumns(like?.count ?? FIRST_CAPACITY);
  let tags = new Int32Array(FIRST_CAPACITY);
  let tagCount = 0;
  let count = 0;
  let ended = 0;

  const placeOf = (name: string | undefined): number => (name === undefined ? NONE : names.numberOf(name));

  function addTags(more: readonly string[]): void {
    if (tagCount + more.length > tags.length) {
      const larger = new Int32Array((tagCount + more.length) * 2);
      larger.set(tags);
      tags = larger;
    }
    for (const tag of more) tags[tagCount++] = names.numberOf(tag);
  }

  return {
    get count() {
      return count;
    },
    get liveCount() {
      return count - ended;
    },
    get textBytes() {
      return texts.length;
    },
    add(document) {
      if (count === columns.ref.length) columns = copyColumns(columns, count, createColumns(count * 2));
      appendText(texts, document);
      addTags(document.tags);
      columns.textEnd[count] = texts.length;
      columns.tagEnd[count] = tagCount;
      columns.namespace[count] = names.numberOf(document.namespace);
      columns.session[count] = placeOf(document.session);
      columns.speaker[count] = placeOf(document.speaker);
      columns.type[count] = names.numberOf(document.type);
      columns.ref[count] = document.ref;
      columns.turn[count] = document.turn ?? document.ref;
      columns.timestamp[count] = document.timestamp;
      columns.savedAt[count] = document.savedAt;
      columns.endedAt[count] = STILL_CURRENT;
      columns.importance[count] = document.importance;
      count++;
    },
    get lastRef() {
      return count === 0 ? -1 : columns.ref[count - 1]!;
    },
    find: (ref) => placeOfRef(columns.ref, count, ref),
    namespaceOf: (place) => names.values[columns.namespace[place]!]!,
    sessionOf: (place) => names.values[columns.session[place]!],
    turnOf: (place) => columns.turn[place]!,
    isLive: (place) => columns.endedAt[place] === STILL_CURRENT,
    end(place, at) {
      if (columns.endedAt[place] !== STILL_CURRENT) return;
      columns.endedAt[place] = at;
      ended++;
    },
    batch: () => ({
      ...viewColumns(columns, count),
      count,
      texts: writtenBytes(texts),
      tags: tags.subarray(0, tagCount),
      names: names.values,
    }),
    clear() {
      texts.length = 0;
      names = createNumbering();
      tagCount = 0;
      count = 0;
      ended = 0;
    },
  };
}

/** Puts batches, oldest first, into one with memory of its own. */
export function concatBatches(batches: readonly DocumentBatch[]): DocumentBatch {
  const sum = (sizeOf: (batch: DocumentBatch) => number): number =>
    batches.reduce((total, batch) => total + sizeOf(batch), 0);
  const count = sum((batch) => batch.count);
  const columns = createColumns(count);
  const texts = new Uint8Array(sum((batch) => batch.texts.length));
  const tags = new Int32Array(sum((batch) => batch.tags.length));
  const names = createNumbering<string>();
  let [at, textAt, tagAt] = [0, 0, 0];
  for (const batch of batches) {
    const placeOf = Int32Array.from(batch.names, (name) => names.numberOf(name));
    for (const key of PLAIN) columns[key].set(batch[key], at);
    for (const key of NAMED) setNamed(columns[key], at, { places: batch[key], placeOf });
    setNamed(tags, tagAt, { places: batch.tags, placeOf });
    for (let place = 0; place < batch.count; place++) {
      columns.textEnd[at + place] = textAt + batch.textEnd[place]!;
      columns.tagEnd[at + place] = tagAt + batch.tagEnd[place]!;
    }
    texts.set(batch.texts, textAt);
    at += batch.count;
    textAt += batch.texts.length;
    tagAt += batch.tags.length;
  }
  return { ...columns, count, texts, tags, names: names.values };
}

function setNamed(
  into: Int32Array,
  at: number,
  { places, placeOf }: { places: Int32Array; placeOf: Int32Array },
): void {
  for (let place = 0; place < places.length; place++) {
    into[at + place] = places[place] === NONE ? NONE : placeOf[places[place]!]!;
  }
}

/** Takes back the ends of some versions of a batch that has memory of its own. */
export function takeBackEnds(batch: DocumentBatch, refs: ReadonlySet<number>): void {
  for (const ref of refs) {
    const place = placeOfRef(batch.ref, batch.count, ref);
    if (place >= 0) batch.endedAt[place] = STILL_CURRENT;
  }
}

/** The memory of a batch, which can be handed to another thread. */
export function memoryOf(batch: DocumentBatch): ArrayBuffer[] {
  const arrays = [...PLAIN, ...NAMED, "textEnd", "tagEnd", "texts", "tags"] as const;
  return arrays.map((key) => batch[key].buffer as ArrayBuffer);
}

/** The place of a reference among the first `count` of ascending ones, or -1. */
function placeOfRef(refs: Float64Array, count: number, ref: number): number {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (refs[middle] === ref) return middle;
    if (refs[middle]! < ref) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function createColumns(capacity: number): BatchColumns {
  return {
    textEnd: new Uint32Array(capacity),
    tagEnd: new Uint32Array(capacity),
    namespace: new Int32Array(capacity),
    session: new Int32Array(capacity),
    speaker: new Int32Array(capacity),
    type: new Int32Array(capacity),
    ref: new Float64Array(capacity),
    turn: new Float64Array(capacity),
    timestamp: new Float64Array(capacity),
    savedAt: new Float64Array(capacity),
    endedAt: new Float64Array(capacity),
    importance: new Float64Array(capacity),
  };
}

function viewColumns(columns: BatchColumns, count: number): BatchColumns {
  const { textEnd, tagEnd, namespace, session, speaker, type, ref, turn, timestamp, savedAt, endedAt, importance } =
    columns;
  return {
    textEnd: textEnd.subarray(0, count),
    tagEnd: tagEnd.subarray(0, count),
    namespace: namespace.subarray(0, count),
    session: session.subarray(0, count),
    speaker: speaker.subarray(0, count),
    type: type.subarray(0, count),
    ref: ref.subarray(0, count),
    turn: turn.subarray(0, count),
    timestamp: timestamp.subarray(0, count),
    savedAt: savedAt.subarray(0, count),
    endedAt: endedAt.subarray(0, count),
    importance: importance.subarray(0, count),
  };
}

function copyColumns(from: BatchColumns, count: number, to: BatchColumns): BatchColumns {
  const used = viewColumns(from, count);
  for (const key of ["textEnd", "tagEnd", ...NAMED, ...PLAIN] as const) to[key].set(used[key]);
  return to;
}

function appendText(texts: ByteWriter, { text, utf8 }: IndexDocument): void {
  if (utf8 !== undefined) return writeBytes(texts, utf8);
  reserve(texts, text.length * 3);
  const { written } = ENCODER.encodeInto(text, texts.bytes.subarray(texts.length));
  texts.length += written;
}
