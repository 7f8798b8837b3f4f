/** Ends a version in a section that is written already: its mark is kept beside the section. */
import type { Section } from "../segment/section.ts";

/** @returns whether the version is in the section. The first end of a version counts. */
export function endInSection(section: Section, ref: number, at: number): boolean {
  const document = findDocument(section, ref);
  if (document === undefined) return false;
  if (!section.endedAt.has(document)) section.endedAt.set(document, at);
  return true;
}

/** The number of the document with a reference, or `undefined`. O(units). */
export function findDocument(section: Section, ref: number): number | undefined {
  if (ref < section.firstRef || ref > section.lastRef) return undefined;
  const { units, unitStart, readBlock } = section;
  const { low, high } = section.refs();
  for (let unit = 0; unit < units; unit++) {
    if (ref < low[unit]! || ref > high[unit]!) continue;
    const place = readBlock(unit).ref.indexOf(ref);
    if (place >= 0) return unitStart[unit]! + place;
  }
  return undefined;
}
