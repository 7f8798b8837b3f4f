/**
 * Lays the documents of several sections down as one: sessions that lay in pieces come together, corrected turns come to their places,
 * what has ended is marked. Source of the order: section-documents.ts.
 */
import { createNumbering } from "./numbering.ts";
import type { DocumentBlock, Section } from "./section.ts";
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

/** @param sections oldest first. @param without references of documents that are left out. */
export function mergeDocuments(sections: readonly Section[], without: ReadonlySet<number>): MergedDocuments {
  const read = sections.map((section) => ({ section, block: section.readBlocks() }));
  const gathered = gather(read, without);
  const order = layDown(gathered.session, gathered.turn);
  const columns = createDocumentColumns(order.length);
  const names = createNames(sections);
  const newNumbers = sections.map(({ documents }) => new Int32Array(documents).fill(NONE));
  for (let number = 0; number < order.length; number++) {
    const at = order[number]!;
    const from = gathered.section[at]!;
    const document = gathered.document[at]!;
    newNumbers[from]![document] = number;
    copyDocument(read[from]!, document, { columns, number });
    const { type, speaker } = sections[from]!;
    columns.type[number] = names.type(from, type[document]!);
    if (speaker[document]! > 0) columns.speaker[number] = names.speaker(from, speaker[document]! - 1);
    if (gathered.session[at] !== NONE) columns.session[number] = names.session.numberOf(gathered.session[at]!);
  }
  return {
    newNumbers,
    documents: {
      ...columns,
      types: names.types,
      speakers: names.speakers,
      sessionKeys: BigUint64Array.from(names.session.values, (session) => gathered.keys[session]!),
    },
  };
}

interface ReadSection {
  readonly section: Section;
  readonly block: DocumentBlock;
}

function copyDocument(
  { section, block }: ReadSection,
  document: number,
  { columns, number }: { columns: DocumentColumns; number: number },
): void {
  columns.ref[number] = block.ref[document]!;
  columns.turn[number] = block.turn[document]!;
  columns.timestamp[number] = block.timestamp[document]!;
  columns.savedAt[number] = block.savedAt[document]!;
  columns.endedAt[number] = section.endedAt.get(document) ?? STILL_CURRENT;
  columns.importance[number] = section.importances[section.importance[document]!]!;
  columns.length[number] = section.length[document]!;
  columns.flags[number] = section.flags[document]!;
}

/** Documents, by what the order goes by: columns of one length. */
interface Gathered {
  /** Where each comes from. */
  readonly section: Int32Array;
  readonly document: Int32Array;
  /** Place of its session's key in `keys`, or NONE. */
  readonly session: Int32Array;
  readonly turn: Float64Array;
  readonly keys: readonly bigint[];
}

/** Every document, units in the order of their first references, so that what was saved together stays together. */
function gather(read: readonly ReadSection[], without: ReadonlySet<number>): Gathered {
  const total = read.reduce((sum, { section }) => sum + section.documents, 0);
  const gathered = {
    section: new Int32Array(total),
    document: new Int32Array(total),
    session: new Int32Array(total),
    turn: new Float64Array(total),
  };
  const sessions = createNumbering<bigint>();
  let count = 0;
  for (const { from, unit } of unitsInOrder(read)) {
    const { section, block } = read[from]!;
    const inSection = section.unitSession[unit]!;
    // A session gets its number from a document that stays: `layDown` wants no more numbers than documents.
    let session: number | undefined;
    for (let document = section.unitStart[unit]!; document < section.unitStart[unit + 1]!; document++) {
      if (without.size > 0 && without.has(block.ref[document]!)) continue;
      session ??= inSection === NONE ? NONE : sessions.numberOf(section.sessionKeys[inSection]!);
      gathered.section[count] = from;
      gathered.document[count] = document;
      gathered.session[count] = session;
      gathered.turn[count++] = block.turn[document]!;
    }
  }
  return {
    section: gathered.section.subarray(0, count),
    document: gathered.document.subarray(0, count),
    session: gathered.session.subarray(0, count),
    turn: gathered.turn.subarray(0, count),
    keys: sessions.values,
  };
}

function unitsInOrder(read: readonly ReadSection[]): { from: number; unit: number }[] {
  return read
    .flatMap(({ section }, from) => Array.from(section.refs().low, (low, unit) => ({ from, unit, low })))
    .toSorted((a, b) => a.low - b.low);
}

/** Types, speakers and sessions, numbered in the order in which documents are laid down. */
function createNames(sections: readonly Section[]) {
  const types = createNumbering<string>();
  const speakers = createNumbering<string>();
  const typeNumbers = sections.map((section) => new Int32Array(section.types.length).fill(NONE));
  const speakerNumbers = sections.map((section) => new Int32Array(section.speakers.length).fill(NONE));
  return {
    types: types.values,
    speakers: speakers.values,
    session: createNumbering<number>(),
    type(from: number, place: number): number {
      const numbers = typeNumbers[from]!;
      if (numbers[place] === NONE) numbers[place] = types.numberOf(sections[from]!.types[place]!);
      return numbers[place] ?? NONE;
    },
    speaker(from: number, place: number): number {
      const numbers = speakerNumbers[from]!;
      if (numbers[place] === NONE) numbers[place] = speakers.numberOf(sections[from]!.speakers[place]!);
      return numbers[place] ?? NONE;
    },
  };
}
