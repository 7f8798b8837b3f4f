/**
 * Term table: reads UTF-8 texts into term ids, for building segments. It gives the terms of `createAnalyzer`, one for one,
 * but meets most words as bytes that it has met before, and then makes no string of them.
 *
 * A surface form is an ASCII word, or a stretch between ASCII spaces that holds anything else (there, folding and word
 * breaks depend on neighbours, but never across an ASCII space). Its value says which terms it stands for and what it
 * promises about time. A new form is read as text, by the code that reads questions.
 *
 * Invariants: ids are dense, from 0 in the order of first use, and live as long as the table. Forms are a cache: when they
 * outgrow their bytes all are dropped, which costs less than choosing among them, and the ids stay.
 */
import { isAscii } from "node:buffer";
import { wordEnd, wordStart } from "./byte-words.ts";
import { createFormReader, toIdOf } from "./form-reader.ts";
import { createSurfaceTable, MAX_FORM_BYTES, UNKNOWN_FORM } from "./surface-table.ts";
import { appendTerm, createTermBuffer, type TermBuffer } from "./term-buffer.ts";
import { createTermDictionary } from "./term-dictionary.ts";
import { toVerbatimTerm } from "./terms.ts";
import { toBytes, toLatin1, toText } from "./text-bytes.ts";
import { endsAsQuestion, FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "./text-flags.ts";
import { CUE_ALONE, CUE_BEFORE, CUE_BEHIND, CUE_BITS, CUE_MASK, hasTimeExpression } from "./time-expressions.ts";
import { toWords } from "./words.ts";

const DEFAULT_MAX_BYTES = 32 * 1_024 * 1_024;
const LEAST_MAX_BYTES = 64 * 1_024;
const SPACE = 0x20;
const LAST_ASCII = 0x7f;

/** How a term table is set up. */
export interface TermTableOptions {
  /**
   * Bytes for surface forms, at least 64 KiB; default 32 MiB, which is 500,000 forms and more. Fewer bytes cost time once a
   * corpus has more forms. The terms themselves are not counted: they live as long as the table.
   */
  readonly maxBytes?: number | undefined;
}

/** Not safe to share between threads. */
export interface TermTable {
  /**
   * Appends the term ids of a text to `into`, in order and with repetitions. A text of stop words only keeps them.
   * @param bytes UTF-8; what is not valid reads as U+FFFD. The text lies from `from` (inclusive) to `to` (exclusive).
   * @returns how many ids were appended: the length of the text in terms.
   */
  analyze(bytes: Uint8Array, from: number, to: number, into: TermBuffer): number;
  /** The same for a string. */
  analyzeText(text: string, into: TermBuffer): number;
  /** Of the text analysed last: FLAG_QUESTION and FLAG_TIME_EXPRESSION, as `textFlags` gives them. */
  readonly flags: number;
  /** @throws RangeError for an id that was never given. */
  readonly termOf: (id: number) => string;
  /** The same as UTF-8: a view, valid until the next text is analysed. */
  readonly bytesOf: (id: number) => Uint8Array;
  /** Ids, each of them once, in the order of their terms' bytes. */
  readonly sortIds: (ids: readonly number[]) => Int32Array;
  idOf(term: string): number | undefined;
  readonly termCount: number;
  /** Bytes that the surface forms take now. */
  readonly formBytes: number;
  /** Bytes that the terms take now; they grow with the number of terms, some 30 bytes each. */
  readonly termBytes: number;
}

/** @throws RangeError for `maxBytes` below 64 KiB. */
export function createTermTable({ maxBytes = DEFAULT_MAX_BYTES }: TermTableOptions = {}): TermTable {
  if (!(maxBytes >= LEAST_MAX_BYTES)) throw new RangeError(`maxBytes must be at least ${LEAST_MAX_BYTES}`);
  const dictionary = createTermDictionary();
  const reader = createFormReader(dictionary);
  const forms = createSurfaceTable();
  /** Taken out once: V8 keeps an object with getters as a hash table, and would look the verb up for each word. */
  const findForm = forms.find;
  /** The terms of forms that stand for several: how many, then their ids. */
  const lists = createTermBuffer();
  const reading: Reading = { into: lists, flags: 0, lastCue: 0, mayTellTime: false };

  function readAscii(bytes: Uint8Array, from: number, to: number): void {
    let at = wordStart(bytes, from, to);
    while (at < to) {
      const end = wordEnd(bytes, at, to);
      readForm(bytes, at, end);
      at = wordStart(bytes, end, to);
    }
  }

  function readMixed(bytes: Uint8Array): void {
    let read = 0;
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at]! <= LAST_ASCII) continue;
      let start = at;
      while (start > read && bytes[start - 1]! > SPACE) start--;
      while (at < bytes.length && bytes[at]! > SPACE) at++;
      readAscii(bytes, read, start);
      readForm(bytes, start, at);
      read = at;
    }
    readAscii(bytes, read, bytes.length);
  }

  function readForm(bytes: Uint8Array, from: number, to: number): void {
    const found = findForm(bytes, from, to);
    const value = found === UNKNOWN_FORM ? readNewForm(bytes.subarray(from, to)) : found;
    noteCue(reading, value & CUE_MASK);
    const code = value >> CUE_BITS;
    if (code > 0) appendTerm(reading.into, code - 1);
    else if (code < 0) appendList(lists, -1 - code, reading.into);
  }

  /** The value of a form that is not in the table. One too long to be kept is passed on at once, and its value is its cue. */
  function readNewForm(form: Uint8Array): number {
    if (form.length > MAX_FORM_BYTES) return reader.read(form, reading.into);
    const listsGrow = lists.count + MAX_FORM_BYTES + 1 > lists.ids.length ? 2 : 1; // a form has at most a term for each byte
    if (forms.nextSizeBytes + lists.ids.byteLength * listsGrow > maxBytes) {
      forms.clear();
      lists.count = 0;
    }
    const place = lists.count;
    appendTerm(lists, 0);
    const cue = reader.read(form, lists);
    const value = (toCode(place) << CUE_BITS) | cue;
    forms.add(form, value);
    return value;
  }

  /** For the list that ends `lists`: 0 for no term, a positive number for one, a negative one for the place of several. */
  function toCode(place: number): number {
    const length = lists.count - place - 1;
    lists.ids[place] = length;
    if (length > 1) return -1 - place;
    lists.count = place; // one term needs no list
    return length === 0 ? 0 : lists.ids[place + 1]! + 1;
  }

  /** For a text that holds nothing but stop words. */
  function readVerbatim(bytes: Uint8Array): void {
    for (const word of toWords(toText(bytes))) appendTerm(reading.into, toIdOf(toVerbatimTerm(word), dictionary));
  }

  function analyze(bytes: Uint8Array, into: TermBuffer): number {
    const before = into.count;
    beginReading(reading, into);
    if (isAscii(bytes)) readAscii(bytes, 0, bytes.length);
    else readMixed(bytes);
    if (into.count === before) readVerbatim(bytes);
    reading.flags = flagsOf(bytes, reading.mayTellTime);
    return into.count - before;
  }

  return {
    analyze: (bytes, from, to, into) => analyze(bytes.subarray(from, to), into),
    analyzeText: (text, into) => analyze(toBytes(text), into),
    termOf: (id) => dictionary.termOf(id),
    bytesOf: (id) => dictionary.bytesOf(id),
    sortIds: (ids) => dictionary.sort(ids),
    idOf: (term) => dictionary.find(term),
    get flags() {
      return reading.flags;
    },
    get termCount() {
      return dictionary.size;
    },
    get formBytes() {
      return forms.sizeBytes + lists.ids.byteLength;
    },
    get termBytes() {
      return dictionary.sizeBytes;
    },
  };
}

/** The text being read: where its ids go, the cue of its last form, whether its cues may make a time expression. */
interface Reading {
  into: TermBuffer;
  flags: number;
  lastCue: number;
  mayTellTime: boolean;
}

function beginReading(reading: Reading, into: TermBuffer): void {
  reading.into = into;
  reading.lastCue = 0;
  reading.mayTellTime = false;
}

function noteCue(reading: Reading, cue: number): void {
  const isPair = (cue & CUE_BEHIND) !== 0 && (reading.lastCue & CUE_BEFORE) !== 0;
  if (isPair || (cue & CUE_ALONE) !== 0) reading.mayTellTime = true;
  reading.lastCue = cue;
}

function appendList(lists: TermBuffer, place: number, into: TermBuffer): void {
  const end = place + lists.ids[place]!;
  for (let at = place + 1; at <= end; at++) appendTerm(into, lists.ids[at]!);
}

/** Time expressions are ASCII: bytes read as Latin-1 show the same ones, and cost less to read. */
function flagsOf(bytes: Uint8Array, mayTellTime: boolean): number {
  const tellsTime = mayTellTime && hasTimeExpression(toLatin1(bytes));
  return (endsAsQuestion(bytes) ? FLAG_QUESTION : 0) | (tellsTime ? FLAG_TIME_EXPRESSION : 0);
}
