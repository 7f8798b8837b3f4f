/** Mended sessions: those that lie in several sections, or have documents that do not count (docs/ranking.md §Sessions in pieces). */
import { NONE } from "../segment/section-documents.ts";
import type { Totals } from "./totals.ts";
import { MENDED, type PlacedSection, type SessionPart, type View } from "./view.ts";

/** Finds the sessions in pieces, and marks their units. */
export function findMended(
  sections: readonly PlacedSection[],
  { kind, unitSession, sessions, units }: Totals,
): Pick<View, "mended" | "looseUnitsWithDead"> {
  const numbers = new Set<number>();
  const looseUnitsWithDead: { placed: PlacedSection; unit: number }[] = [];
  const dead = new Uint8Array(units);
  for (const placed of sections) {
    for (const number of placed.shared) numbers.add(number);
    for (const inSection of placed.unitsWithDead) {
      const unit = placed.unitBase + inSection;
      dead[unit] = 1;
      kind[unit] = MENDED;
      if (unitSession[unit] === NONE) looseUnitsWithDead.push({ placed, unit });
      else numbers.add(unitSession[unit]!);
    }
  }
  const mended = new Map<number, SessionPart[]>([...numbers].map((number) => [number, []]));
  if (mended.size === 0) return { mended, looseUnitsWithDead };
  const isMended = new Uint8Array(sessions);
  for (const number of numbers) isMended[number] = 1;
  for (const placed of sections) collectParts(placed, { mended, isMended, kind, dead });
  return { mended, looseUnitsWithDead };
}

function collectParts(
  placed: PlacedSection,
  {
    mended,
    isMended,
    kind,
    dead,
  }: { mended: Map<number, SessionPart[]>; isMended: Uint8Array; kind: Uint8Array; dead: Uint8Array },
): void {
  const { sessionOf } = placed;
  for (let session = 0; session < sessionOf.length; session++) {
    const number = sessionOf[session]!;
    if (isMended[number] === 0) continue;
    const firstUnit = placed.unitBase + placed.section.sessionStart[session]!;
    const endUnit = placed.unitBase + placed.section.sessionEnd[session]!;
    kind.fill(MENDED, firstUnit, endUnit);
    const unitsOfDead: number[] = [];
    for (let unit = firstUnit; unit < endUnit; unit++) if (dead[unit] === 1) unitsOfDead.push(unit);
    mended.get(number)!.push({ placed, firstUnit, endUnit, unitsWithDead: unitsOfDead });
  }
}
