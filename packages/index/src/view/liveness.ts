/**
 * Liveness: which documents of a section count now, or counted at the time that `asOf` names. Most sections are wholly live, and
 * most units are wholly on one side of a time: only the others are read.
 */
import type { Section } from "../segment/section.ts";

/** Documents of a section that count in a view. */
export interface Liveness {
  /** 1 per live document; `undefined` when all are. */
  readonly live: Uint8Array | undefined;
  readonly documents: number;
  /** Units with a document that does not count, ascending. */
  readonly unitsWithDead: readonly number[];
}

/** @param asOf ms of saving; `undefined` is the present. */
export function livenessOf(section: Section, asOf: number | undefined): Liveness {
  const live = asOf === undefined ? withoutEnded(section) : asOfTime(section, asOf);
  if (live === undefined) return { live, documents: section.documents, unitsWithDead: [] };
  const unitsWithDead = asOf === undefined ? unitsOf(section, section.endedAt.keys()) : unitsWithout(section, live);
  const documents = live.reduce((sum, one) => sum + one, 0);
  return unitsWithDead.length === 0
    ? { live: undefined, documents, unitsWithDead }
    : { live, documents, unitsWithDead };
}

/** The unit that holds a document of a section. */
export function unitOf({ unitStart, units }: Section, document: number): number {
  let low = 0;
  let high = units - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (unitStart[middle]! <= document) low = middle;
    else high = middle - 1;
  }
  return low;
}

function withoutEnded({ documents, endedAt }: Section): Uint8Array | undefined {
  if (endedAt.size === 0) return undefined;
  const live = new Uint8Array(documents).fill(1);
  for (const document of endedAt.keys()) live[document] = 0;
  return live;
}

function asOfTime(section: Section, asOf: number): Uint8Array {
  const { documents, unitStart, units, endedAt } = section;
  const { low, high } = section.savedAts();
  const live = new Uint8Array(documents);
  for (let unit = 0; unit < units; unit++) {
    const start = unitStart[unit]!;
    if (high[unit]! <= asOf) live.fill(1, start, unitStart[unit + 1]);
    else if (low[unit]! <= asOf) {
      for (const [at, savedAt] of section.readBlock(unit).savedAt.entries()) live[start + at] = savedAt <= asOf ? 1 : 0;
    }
  }
  for (const [document, at] of endedAt) if (at <= asOf) live[document] = 0;
  return live;
}

function unitsOf(section: Section, documents: Iterable<number>): number[] {
  const units = new Set<number>();
  for (const document of documents) units.add(unitOf(section, document));
  return [...units].toSorted((a, b) => a - b);
}

function unitsWithout({ units, unitStart }: Section, live: Uint8Array): number[] {
  const found: number[] = [];
  for (let unit = 0; unit < units; unit++) {
    if (live.subarray(unitStart[unit], unitStart[unit + 1]).includes(0)) found.push(unit);
  }
  return found;
}
