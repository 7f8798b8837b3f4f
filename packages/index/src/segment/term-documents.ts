/**
 * The documents of one term, gathered from the lists of several sections. Sections mostly come one behind the other, so their
 * documents do; only sessions that come together bring some that belong further ahead.
 */
import { damaged, readVarint } from "./byte-reader.ts";
import { openWindow, showBytes, type ByteWindow } from "./byte-window.ts";
import type { TermCursor } from "./dictionary.ts";
import { LAST_POSTING, PLACE_MASK, TF_MORE, TF_SHIFT } from "./format.ts";
import { listBytes } from "./posting-list.ts";
import type { TermDocuments } from "./posting-writer.ts";
import { NONE } from "./section-documents.ts";
import type { Section } from "./section.ts";

/** A section whose lists are read in order, and where its documents have gone. */
export interface GatheredSection {
  readonly lists: ByteWindow;
  readonly units: number;
  readonly unitStart: Int32Array;
  /** Per document: its new number, or NONE. */
  readonly newNumbers: Int32Array;
}

/** What is gathered: documents that came ascending, and those that have to go between them. */
export interface GatheredTerm {
  readonly ordered: TermDocuments;
  readonly strays: TermDocuments;
  /** Scratch, by document. */
  readonly frequencyOf: Int32Array;
}

export function openGatheredSection(section: Section, newNumbers: Int32Array): GatheredSection {
  const { units, unitStart, lists } = section;
  return { lists: openWindow(lists), units, unitStart, newNumbers };
}

/** @param documents new numbers lie below this. */
export function createGatheredTerm(documents: number): GatheredTerm {
  return { ordered: createTermDocuments(), strays: createTermDocuments(), frequencyOf: new Int32Array(documents) };
}

function createTermDocuments(): TermDocuments {
  return { count: 0, documents: new Int32Array(1024), frequencies: new Int32Array(1024) };
}

/** Adds the documents of the term that a cursor stands at. @throws INDEX_DAMAGED. */
export function gatherList(section: GatheredSection, entry: TermCursor, into: GatheredTerm): void {
  const { lists, units: endUnit, unitStart, newNumbers } = section;
  const sizeBytes = listBytes(entry);
  const gapsAt = showBytes(lists, entry.listAt, sizeBytes);
  const { bytes } = lists;
  const gaps = { bytes, at: gapsAt };
  const payload = { bytes, at: gapsAt + sizeBytes - entry.payloadBytes };
  const end = gapsAt + sizeBytes;
  const { ordered, strays } = into;
  reserve(ordered, entry.payloadBytes); // believed now that there are bytes for so many
  const { documents, frequencies } = ordered;
  let count = ordered.count;
  let last = count === 0 ? NONE : documents[count - 1]!;
  let unit = -1;
  for (let left = entry.units; left > 0; left--) {
    unit += 1 + readVarint(gaps);
    if (unit >= endUnit) throw damaged("a posting list names a unit that is not there");
    const start = unitStart[unit]!;
    for (;;) {
      if (payload.at >= end) throw damaged("the postings of a unit have no end");
      const byte = bytes[payload.at++]!;
      const code = (byte >> TF_SHIFT) & TF_MORE;
      const frequency = code === TF_MORE ? 1 + TF_MORE + readVarint(payload) : code + 1;
      const document = newNumbers[start + (byte & PLACE_MASK)] ?? NONE;
      if (document > last) {
        documents[count] = last = document;
        frequencies[count++] = frequency;
      } else if (document !== NONE) addStray(strays, document, frequency);
      if ((byte & LAST_POSTING) !== 0) break;
    }
  }
  ordered.count = count;
}

function addStray(strays: TermDocuments, document: number, frequency: number): void {
  reserve(strays, 1);
  strays.documents[strays.count] = document;
  strays.frequencies[strays.count++] = frequency;
}

/** Ends a term. @returns its documents in order, valid until the next one is gathered. */
export function takeGathered({ ordered, strays, frequencyOf }: GatheredTerm): TermDocuments {
  if (strays.count > 0) mergeStrays(ordered, strays, frequencyOf);
  strays.count = 0;
  return ordered;
}

function mergeStrays(ordered: TermDocuments, strays: TermDocuments, frequencyOf: Int32Array): void {
  for (let at = 0; at < strays.count; at++) frequencyOf[strays.documents[at]!] = strays.frequencies[at]!;
  const sorted = strays.documents.subarray(0, strays.count).sort();
  reserve(ordered, sorted.length);
  const { documents, frequencies } = ordered;
  let from = ordered.count - 1;
  let to = ordered.count + sorted.length - 1;
  for (let at = sorted.length - 1; at >= 0;) {
    const stray = sorted[at]!;
    const isStray = from < 0 || documents[from]! < stray;
    documents[to] = isStray ? stray : documents[from]!;
    frequencies[to--] = isStray ? frequencyOf[stray]! : frequencies[from]!;
    if (isStray) at--;
    else from--;
  }
  ordered.count += sorted.length;
}

function reserve(into: TermDocuments, more: number): void {
  if (into.count + more <= into.documents.length) return;
  const capacity = Math.max(into.count + more, into.documents.length * 2);
  const larger = { documents: new Int32Array(capacity), frequencies: new Int32Array(capacity) };
  larger.documents.set(into.documents.subarray(0, into.count));
  larger.frequencies.set(into.frequencies.subarray(0, into.count));
  Object.assign(into, larger);
}
