/** Where documents of a view lie, and what is on disk of them: read when a hit is given out or two scores are equal. */
import { NONE } from "../segment/section-documents.ts";
import type { DocumentBlock } from "../segment/section.ts";
import { unitOf } from "./liveness.ts";
import { MENDED, sectionOfDocument, type PlacedSection, type View } from "./view.ts";

/** A document's place: its section, its unit in the view, its place in that unit, and what is stored of the unit. */
export interface DocumentPlace {
  readonly placed: PlacedSection;
  readonly unit: number;
  readonly at: number;
  readonly block: DocumentBlock;
}

/** Blocks of units that were read for one question are kept for it. */
const KEPT_BLOCKS = 512;

export interface Places {
  readonly of: (document: number) => DocumentPlace;
  /** Where a document lies, without reading what is stored of it. */
  readonly unitOf: (document: number) => Pick<DocumentPlace, "placed" | "unit">;
  readonly refOf: (document: number) => number;
  /** The number of the document with a reference, or NONE. */
  find(ref: number): number;
  /** When a session (of which one unit is given) began: the time of the first of its documents, ms. */
  sessionStart(placed: PlacedSection, unit: number): number;
}

export function createPlaces(view: View): Places {
  const blocks = new Map<number, DocumentBlock>();
  const starts = new Map<number, number>();

  function blockOf(placed: PlacedSection, unit: number): DocumentBlock {
    let block = blocks.get(unit);
    if (block === undefined) {
      block = placed.section.readBlock(unit - placed.unitBase);
      if (blocks.size >= KEPT_BLOCKS) blocks.clear();
      blocks.set(unit, block);
    }
    return block;
  }

  function locate(document: number): Pick<DocumentPlace, "placed" | "unit"> {
    const placed = sectionOfDocument(view, document);
    return { placed, unit: placed.unitBase + unitOf(placed.section, document - placed.documentBase) };
  }

  function of(document: number): DocumentPlace {
    const { placed, unit } = locate(document);
    const first = placed.documentBase + placed.section.unitStart[unit - placed.unitBase]!;
    return { placed, unit, at: document - first, block: blockOf(placed, unit) };
  }

  function firstOf(placed: PlacedSection, [first, end]: readonly [number, number]): { ref: number; timestamp: number } {
    const { low } = placed.section.refs();
    let ref = Number.POSITIVE_INFINITY;
    let timestamp = 0;
    for (let unit = first; unit < end; unit++) {
      if (low[unit - placed.unitBase]! >= ref) continue;
      const block = blockOf(placed, unit);
      for (const [at, other] of block.ref.entries()) {
        if (other < ref) [ref, timestamp] = [other, block.timestamp[at]!];
      }
    }
    return { ref, timestamp };
  }

  return {
    of,
    unitOf: locate,
    refOf(document) {
      const { block, at } = of(document);
      return block.ref[at]!;
    },
    find(ref) {
      for (const placed of view.sections) {
        const { section, unitBase } = placed;
        const { low, high } = section.refs();
        for (let unit = 0; unit < section.units; unit++) {
          if (ref < low[unit]! || ref > high[unit]!) continue;
          const at = blockOf(placed, unitBase + unit).ref.indexOf(ref);
          if (at >= 0) return placed.documentBase + section.unitStart[unit]! + at;
        }
      }
      return NONE;
    },
    sessionStart(placed, unit) {
      const session = view.unitSession[unit]!;
      const known = starts.get(session);
      if (known !== undefined) return known;
      const parts = view.kind[unit] === MENDED ? (view.mended.get(session) ?? []) : [];
      const inSection = placed.section.unitSession[unit - placed.unitBase]!;
      const { sessionStart, sessionEnd } = placed.section;
      const own = [placed.unitBase + sessionStart[inSection]!, placed.unitBase + sessionEnd[inSection]!] as const;
      const firsts =
        parts.length === 0
          ? [firstOf(placed, own)]
          : parts.map((part) => firstOf(part.placed, [part.firstUnit, part.endUnit]));
      const start = firsts.reduce((a, b) => (b.ref < a.ref ? b : a)).timestamp;
      starts.set(session, start);
      return start;
    },
  };
}
