/**
 * Lays the documents of several sections down as one: sessions that lay in pieces come together, corrected turns come to their places,
 * what has ended is marked. Source of the order: section-documents.ts.
 */
import type { Section } from "./section.ts";
import {
  createDocumentColumns,
  layDown,
  NONE,
  STILL_CURRENT,
  type DocumentColumns,
  type SectionDocuments,
} from "./section-documents.ts";

/** Documents in their new order, and where each section's documents have gone. */
export interface MergedDocuments {
  readonly documents: SectionDocuments;
  /** Per section and document: its new number, or NONE when it was left out. */
  readonly newNumbers: readonly Int32Array[];
}

/** A document of a section. */
interface Source {
  readonly section: number;
  readonly document: number;
}

/** @param sections oldest first. @param without references of documents that are left out. */
export function mergeDocuments(sections: readonly Section[], without: ReadonlySet<number>): MergedDocuments {
  const gathered = gather(sections, without);
  const { columns, sources, keys } = gathered;
  const order = layDown(
    sources.length,
    (at) => (columns.session[at] === NONE ? undefined : columns.session[at]),
    (at) => columns.turn[at]!,
  );
  const newNumbers = sections.map((section) => new Int32Array(section.documents).fill(NONE));
  for (const [number, at] of order.entries()) newNumbers[sources[at]!.section]![sources[at]!.document] = number;
  return { documents: toSectionDocuments(gathered, order, keys), newNumbers };
}

interface Gathered {
  readonly columns: DocumentColumns;
  readonly sources: readonly Source[];
  readonly types: readonly string[];
  readonly speakers: readonly string[];
  readonly keys: readonly bigint[];
}

/** Every document, units in the order of their first references, so that what was saved together stays together. */
function gather(sections: readonly Section[], without: ReadonlySet<number>): Gathered {
  const units = sections
    .flatMap(({ units: count, refs }, section) =>
      Array.from({ length: count }, (_, unit) => ({ section, unit, low: refs.low[unit]! })),
    )
    .sort((a, b) => a.low - b.low);
  const columns = createDocumentColumns(sections.reduce((sum, { documents }) => sum + documents, 0));
  const sources: Source[] = [];
  const types = createNames();
  const speakers = createNames();
  const sessions = new Map<bigint, number>();
  for (const { section: at, unit } of units) {
    const section = sections[at]!;
    const block = section.readBlock(unit);
    const start = section.unitStart[unit]!;
    const session = sessionNumber(section, unit, sessions);
    for (const [place, ref] of block.ref.entries()) {
      if (without.has(ref)) continue;
      const document = start + place;
      const number = sources.push({ section: at, document }) - 1;
      columns.ref[number] = ref;
      columns.turn[number] = block.turn[place]!;
      columns.timestamp[number] = block.timestamp[place]!;
      columns.savedAt[number] = block.savedAt[place]!;
      columns.endedAt[number] = section.endedAt.get(document) ?? STILL_CURRENT;
      columns.importance[number] = section.importances[section.importance[document]!]!;
      columns.length[number] = section.length[document]!;
      columns.flags[number] = section.flags[document]!;
      columns.type[number] = types.numberOf(section.types[section.type[document]!]);
      columns.speaker[number] = speakers.numberOf(section.speakers[section.speaker[document]! - 1]);
      columns.session[number] = session;
    }
  }
  return { columns, sources, types: types.names, speakers: speakers.names, keys: [...sessions.keys()] };
}

function sessionNumber(section: Section, unit: number, sessions: Map<bigint, number>): number {
  const inSection = section.unitSession[unit]!;
  if (inSection === NONE) return NONE;
  const key = section.sessionKeys[inSection]!;
  const known = sessions.get(key);
  if (known !== undefined) return known;
  sessions.set(key, sessions.size);
  return sessions.size - 1;
}

function createNames(): { readonly names: string[]; numberOf(name: string | undefined): number } {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    numberOf(name) {
      if (name === undefined) return NONE;
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, names.length);
      return names.push(name) - 1;
    },
  };
}

function toSectionDocuments(
  { columns, types, speakers }: Gathered,
  order: readonly number[],
  keys: readonly bigint[],
): SectionDocuments {
  const laid = createDocumentColumns(order.length);
  const sessions = new Map<number, number>();
  for (const [number, at] of order.entries()) {
    for (const name of COPIED) laid[name][number] = columns[name][at]!;
    const session = columns.session[at]!;
    if (session === NONE) continue;
    if (!sessions.has(session)) sessions.set(session, sessions.size);
    laid.session[number] = sessions.get(session)!;
  }
  return { ...laid, types, speakers, sessionKeys: BigUint64Array.from(sessions.keys(), (session) => keys[session]!) };
}

const COPIED = [
  "ref",
  "turn",
  "timestamp",
  "savedAt",
  "endedAt",
  "importance",
  "length",
  "flags",
  "type",
  "speaker",
] as const;
