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
import { createSurfaceTable, MAX_FORM_BYTES, UNKNOWN_FORM } from "./surface-table.ts";
import { appendTerm, createTermBuffer, type TermBuffer } from "./term-buffer.ts";
import { toTerm, toVerbatimTerm } from "./terms.ts";
import { endsAsQuestion, FLAG_QUESTION, FLAG_TIME_EXPRESSION } from "./text-flags.ts";
import {
  CUE_ALONE,
  CUE_BEFORE,
  CUE_BEHIND,
  CUE_BITS,
  CUE_MASK,
  hasTimeExpression,
  timeCue,
} from "./time-expressions.ts";
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
  termOf(id: number): string;
  idOf(term: string): number | undefined;
  readonly termCount: number;
  /** Bytes that the surface forms take now. */
  readonly formBytes: number;
}

/** @throws RangeError for `maxBytes` below 64 KiB. */
export function createTermTable({ maxBytes = DEFAULT_MAX_BYTES }: TermTableOptions = {}): TermTable {
  if (!(maxBytes >= LEAST_MAX_BYTES)) throw new RangeError(`maxBytes must be at least ${LEAST_MAX_BYTES}`);
  const terms: string[] = [];
  const ids = new Map<string, number>();
  const forms = createSurfaceTable();
  /** The terms of forms that stand for several: how many, then their ids. */
  const lists = createTermBuffer();
  const reading: Reading = { into: lists, flags: 0, lastCue: 0, mayTellTime: false };

  function toId(term: string): number {
    const known = ids.get(term);
    if (known !== undefined) return known;
    ids.set(term, terms.length);
    return terms.push(term) - 1;
  }

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
    const found = forms.find(bytes, from, to);
    const value = found === UNKNOWN_FORM ? readNewForm(bytes.subarray(from, to)) : found;
    noteCue(reading, value & CUE_MASK);
    const code = value >> CUE_BITS;
    if (code > 0) appendTerm(reading.into, code - 1);
    else if (code < 0) appendList(lists, -1 - code, reading.into);
  }

  /** The value of a form that is not in the table. One too long to be kept is passed on at once, and its value is its cue. */
  function readNewForm(form: Uint8Array): number {
    const text = toText(form);
    const cue = timeCue(text);
    const found = toWords(text)
      .flatMap((word) => toTerm(word) ?? [])
      .map(toId);
    if (form.length > MAX_FORM_BYTES) {
      for (const id of found) appendTerm(reading.into, id);
      return cue;
    }
    if (forms.nextSizeBytes + lists.ids.byteLength > maxBytes) {
      forms.clear();
      lists.count = 0;
    }
    const value = (toCode(found) << CUE_BITS) | cue;
    forms.add(form, value);
    return value;
  }

  /** 0 for no term, a positive number for one, a negative one for the place of several in `lists`. */
  function toCode(found: readonly number[]): number {
    if (found.length < 2) return found.length === 0 ? 0 : found[0]! + 1;
    const place = lists.count;
    appendTerm(lists, found.length);
    for (const id of found) appendTerm(lists, id);
    return -1 - place;
  }

  function analyze(bytes: Uint8Array, into: TermBuffer): number {
    const before = into.count;
    beginReading(reading, into);
    if (isAscii(bytes)) readAscii(bytes, 0, bytes.length);
    else readMixed(bytes);
    if (into.count === before) for (const word of toWords(toText(bytes))) appendTerm(into, toId(toVerbatimTerm(word)));
    reading.flags = flagsOf(bytes, reading.mayTellTime);
    return into.count - before;
  }

  return {
    analyze: (bytes, from, to, into) => analyze(bytes.subarray(from, to), into),
    analyzeText: (text, into) => analyze(Buffer.from(text), into),
    termOf(id) {
      const term = terms[id];
      if (term === undefined) throw new RangeError(`no term has the id ${id}`);
      return term;
    },
    idOf: (term) => ids.get(term),
    get flags() {
      return reading.flags;
    },
    get termCount() {
      return terms.length;
    },
    get formBytes() {
      return forms.sizeBytes + lists.ids.byteLength;
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
  const tellsTime = mayTellTime && hasTimeExpression(viewOf(bytes).toString("latin1"));
  return (endsAsQuestion(bytes) ? FLAG_QUESTION : 0) | (tellsTime ? FLAG_TIME_EXPRESSION : 0);
}

function toText(bytes: Uint8Array): string {
  return viewOf(bytes).toString("utf8");
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
