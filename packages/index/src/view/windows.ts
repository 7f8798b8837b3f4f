/**
 * Windows: which turns a unit's turns borrow words from. A plain unit looks into itself only, a split one into its neighbours, a
 * mended one wherever its session's order leads. Turns that do not count are passed over.
 */
import { UNIT_DOCUMENTS } from "../segment/format.ts";
import { NONE } from "../segment/section-documents.ts";
import { turnOrder, type Run } from "./turn-order.ts";
import { MENDED, PLAIN, SPLIT, type PlacedSection, type View } from "./view.ts";

/** Turns on each side that lend words. */
export const WINDOW_TURNS = 4;

/**
 * Live turns in the order of the conversation: some of a unit, with up to four on each side that only lend. Arrays by place in the
 * stretch; valid until the next stretch is made.
 */
export interface Stretch {
  /** How many turns, lenders included. */
  readonly count: number;
  /** The unit's own turns are [from, to). */
  readonly from: number;
  readonly to: number;
  /** Units involved, and for each turn which of them it is in. */
  readonly units: readonly { readonly placed: PlacedSection; readonly unit: number }[];
  readonly unitAt: Uint8Array;
  /** Whether turns lend to each other: loose documents do not. */
  readonly isConversation: boolean;
  /** Place of the turn in its unit. */
  readonly placeAt: Uint8Array;
}

export interface Windows {
  /** Calls `visit` with the stretches that make up a unit: one, or more where corrected turns lie elsewhere. */
  eachStretch(placed: PlacedSection, unit: number, visit: (stretch: Stretch) => void): void;
  /** The other units whose turns lend to turns of this one, or take from it. */
  neighboursOf(unit: number): readonly number[];
  /** Runs of a mended session in order. */
  orderOf(session: number): readonly Run[];
}

interface Order {
  readonly runs: readonly Run[];
  /** Per unit: places of its runs. */
  readonly runsOf: ReadonlyMap<number, readonly number[]>;
}

export function createWindows(view: View): Windows {
  const orders = new Map<number, Order>();
  const neighbours = new Map<number, readonly number[]>();

  function orderOf(session: number): Order {
    let order = orders.get(session);
    if (order === undefined) {
      const runs = turnOrder(view.mended.get(session) ?? []);
      order = { runs, runsOf: groupByUnit(runs) };
      orders.set(session, order);
      addNeighbours(runs, neighbours);
    }
    return order;
  }

  return {
    orderOf: (session) => orderOf(session).runs,
    eachStretch(placed, unit, visit) {
      const session = view.unitSession[unit]!;
      if (session === NONE || view.kind[unit] !== MENDED) return visit(stretchInSection(view, placed, unit));
      const { runs, runsOf } = orderOf(session);
      for (const at of runsOf.get(unit) ?? []) visit(stretchInOrder(runs, at));
    },
    neighboursOf(unit) {
      if (view.kind[unit] === PLAIN) return NOBODY;
      const session = view.unitSession[unit]!;
      if (session === NONE) return NOBODY;
      if (view.kind[unit] === SPLIT) {
        return [unit - 1, unit + 1].filter((other) => view.unitSession[other] === session);
      }
      orderOf(session);
      return neighbours.get(unit) ?? NOBODY;
    },
  };
}

const NOBODY: readonly number[] = Object.freeze([]);

interface GrowingStretch {
  readonly units: { placed: PlacedSection; unit: number }[];
  readonly unitAt: number[];
  readonly placeAt: number[];
}

/** The places of a unit that is all there is to see: its turns are its documents. */
const SAME_UNIT = new Uint8Array(UNIT_DOCUMENTS);
const SAME_PLACE = Uint8Array.from({ length: UNIT_DOCUMENTS }, (_, place) => place);

function wholeUnit(view: View, placed: PlacedSection, unit: number): Stretch {
  const { unitStart } = placed.section;
  const count = unitStart[unit - placed.unitBase + 1]! - unitStart[unit - placed.unitBase]!;
  const isConversation = view.unitSession[unit] !== NONE;
  return {
    count,
    from: 0,
    to: count,
    units: [{ placed, unit }],
    unitAt: SAME_UNIT,
    placeAt: SAME_PLACE,
    isConversation,
  };
}

/** A unit that is wholly live, or loose: its neighbours in the session are the units beside it. */
function stretchInSection(view: View, placed: PlacedSection, unit: number): Stretch {
  if (view.kind[unit] === PLAIN) return wholeUnit(view, placed, unit);
  const growing: GrowingStretch = { units: [], unitAt: [], placeAt: [] };
  const session = view.unitSession[unit]!;
  const { section, unitBase } = placed;
  const size = (other: number): number =>
    section.unitStart[other - unitBase + 1]! - section.unitStart[other - unitBase]!;
  const isSplit = view.kind[unit] === SPLIT;
  if (isSplit && view.unitSession[unit - 1] === session) {
    addRun(growing, { placed, unit: unit - 1, from: Math.max(0, size(unit - 1) - WINDOW_TURNS), to: size(unit - 1) });
  }
  const from = growing.unitAt.length;
  addRun(growing, { placed, unit, from: 0, to: size(unit) });
  const to = growing.unitAt.length;
  if (isSplit && view.unitSession[unit + 1] === session) {
    addRun(growing, { placed, unit: unit + 1, from: 0, to: Math.min(size(unit + 1), WINDOW_TURNS) });
  }
  return toStretch(growing, { from, to, isConversation: session !== NONE });
}

function stretchInOrder(runs: readonly Run[], at: number): Stretch {
  const growing: GrowingStretch = { units: [], unitAt: [], placeAt: [] };
  const before: Run[] = [];
  for (let place = at - 1, left = WINDOW_TURNS; place >= 0 && left > 0; place--) {
    const run = runs[place]!;
    before.push({ ...run, from: Math.max(run.from, run.to - left) });
    left -= run.to - run.from;
  }
  for (const run of before.toReversed()) addRun(growing, run);
  const from = growing.unitAt.length;
  addRun(growing, runs[at]!);
  const to = growing.unitAt.length;
  for (let place = at + 1, left = WINDOW_TURNS; place < runs.length && left > 0; place++) {
    const run = runs[place]!;
    addRun(growing, { ...run, to: Math.min(run.to, run.from + left) });
    left -= run.to - run.from;
  }
  return toStretch(growing, { from, to, isConversation: true });
}

function addRun({ units, unitAt, placeAt }: GrowingStretch, { placed, unit, from, to }: Run): void {
  let at = units.findIndex((known) => known.unit === unit);
  if (at < 0) at = units.push({ placed, unit }) - 1;
  const start = placed.section.unitStart[unit - placed.unitBase]!;
  for (let place = from; place < to; place++) {
    if (placed.live !== undefined && placed.live[start + place] !== 1) continue;
    unitAt.push(at);
    placeAt.push(place);
  }
}

function toStretch(
  { units, unitAt, placeAt }: GrowingStretch,
  rest: Pick<Stretch, "from" | "to" | "isConversation">,
): Stretch {
  return { ...rest, count: unitAt.length, units, unitAt: new Uint8Array(unitAt), placeAt: new Uint8Array(placeAt) };
}

function groupByUnit(runs: readonly Run[]): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const [at, { unit }] of runs.entries()) {
    const known = groups.get(unit);
    if (known === undefined) groups.set(unit, [at]);
    else known.push(at);
  }
  return groups;
}

/** Units are neighbours when fewer than four live turns stand between turns of theirs. */
function addNeighbours(runs: readonly Run[], neighbours: Map<number, readonly number[]>): void {
  const found = new Map<number, Set<number>>();
  const meet = (a: number, b: number): void => {
    if (a === b) return;
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = found.get(one);
      if (known === undefined) found.set(one, new Set([other]));
      else known.add(other);
    }
  };
  for (const [at, run] of runs.entries()) {
    for (let place = at + 1, left = WINDOW_TURNS; place < runs.length && left > 0; place++) {
      meet(run.unit, runs[place]!.unit);
      left -= runs[place]!.to - runs[place]!.from;
    }
  }
  for (const [unit, others] of found) neighbours.set(unit, [...others]);
}
