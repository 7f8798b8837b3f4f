/** Ends a version in a section that is written already: its mark is kept beside the section. */
import type { Section } from "../segment/section.ts";

/** @returns whether the version is in the section. The first end of a version counts. */
export function endInSection(section: Section, ref: number, at: number): boolean {
  for (let unit = 0; unit < section.units; unit++) {
    if (ref < section.refs.low[unit]! || ref > section.refs.high[unit]!) continue;
    const place = section.readBlock(unit).ref.indexOf(ref);
    if (place < 0) continue;
    const document = section.unitStart[unit]! + place;
    if (!section.endedAt.has(document)) section.endedAt.set(document, at);
    return true;
  }
  return false;
}
