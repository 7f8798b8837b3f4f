/**
 * Finding documents by reference, many at a time: each section's references in order, with the documents they belong to. A table is
 * made once per section (its blocks are read for it) and lasts as long; 12 bytes a document.
 */
import { NONE } from "../segment/section-documents.ts";
import type { Section } from "../segment/section.ts";
import type { PlacedSection, View } from "./view.ts";

/** Live documents by reference. */
export interface RefTable {
  /** The number in the view of the live document with a reference, or NONE. O(sections + log documents). */
  find(ref: number): number;
  /** The references of the live documents that pass, ascending. */
  refsOf(passes: (document: number) => boolean): Float64Array;
}

interface SectionTable {
  /** Ascending. */
  readonly refs: Float64Array;
  /** Numbers in the section, in the order of `refs`. */
  readonly documents: Int32Array;
}

const tables = new WeakMap<Section, SectionTable>();

export function refTableOf({ sections }: View): RefTable {
  const isLive = ({ live }: PlacedSection, inSection: number): boolean => live === undefined || live[inSection] === 1;
  return {
    find(ref) {
      for (const placed of sections) {
        if (ref < placed.section.firstRef || ref > placed.section.lastRef) continue;
        const { refs, documents } = tableOf(placed.section);
        const at = placeIn(refs, ref);
        if (at < 0) continue;
        return isLive(placed, documents[at]!) ? placed.documentBase + documents[at]! : NONE;
      }
      return NONE;
    },
    refsOf(passes) {
      const found: number[] = [];
      for (const placed of sections) {
        const { refs, documents } = tableOf(placed.section);
        for (let at = 0; at < refs.length; at++) {
          const inSection = documents[at]!;
          if (isLive(placed, inSection) && passes(placed.documentBase + inSection)) found.push(refs[at]!);
        }
      }
      return Float64Array.from(found).sort();
    },
  };
}

function tableOf(section: Section): SectionTable {
  let table = tables.get(section);
  if (table === undefined) {
    table = createTable(section);
    tables.set(section, table);
  }
  return table;
}

function createTable({ documents: count, units, unitStart, readBlock }: Section): SectionTable {
  const byDocument = new Float64Array(count);
  for (let unit = 0; unit < units; unit++) byDocument.set(readBlock(unit).ref, unitStart[unit]);
  const documents = Int32Array.from(byDocument.keys()).sort((a, b) => byDocument[a]! - byDocument[b]!);
  return { refs: Float64Array.from(documents, (document) => byDocument[document]!), documents };
}

/** @returns the place of a value among ascending ones, or -1. */
function placeIn(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = values[middle]!;
    if (found === value) return middle;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
