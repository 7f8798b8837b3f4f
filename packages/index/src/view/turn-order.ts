/**
 * Turn order of a mended session: its live turns in the order of the conversation, whichever sections and units hold them, as runs of
 * neighbours in one unit. Units that do not overlap are one run each and are not read; only a turn that does not count, or a corrected
 * one, which lies in a newer section than its place, takes a unit apart.
 */
import type { PlacedSection, SessionPart } from "./view.ts";

/** Documents [from, to) of a unit, counted from the unit's first. Units are numbered in the view. */
export interface Run {
  readonly placed: PlacedSection;
  readonly unit: number;
  readonly from: number;
  readonly to: number;
}

interface Item extends Run {
  readonly low: number;
  readonly high: number;
}

/** @returns the session's runs, earliest turn first. */
export function turnOrder(parts: readonly SessionPart[]): Run[] {
  const items = parts.flatMap(itemsOf).toSorted((a, b) => a.low - b.low);
  const runs: Run[] = [];
  for (let at = 0; at < items.length;) {
    let end = at + 1;
    let high = items[at]!.high;
    while (end < items.length && items[end]!.low <= high) high = Math.max(high, items[end++]!.high);
    const cluster = items.slice(at, end);
    for (const run of cluster.length === 1 ? cluster : untangle(cluster)) append(runs, run);
    at = end;
  }
  return runs;
}

/** Whole units, or the live documents of a unit that holds others, or corrected turns. */
function itemsOf({ placed, firstUnit, endUnit, unitsWithDead }: SessionPart): Item[] {
  const { section, unitBase } = placed;
  const withDead = new Set(unitsWithDead);
  const turns = section.turns();
  const refs = section.refs();
  const items: Item[] = [];
  for (let unit = firstUnit; unit < endUnit; unit++) {
    const inSection = unit - unitBase;
    const whole: Item = {
      placed,
      unit,
      from: 0,
      to: section.unitStart[inSection + 1]! - section.unitStart[inSection]!,
      low: turns.low[inSection]!,
      high: turns.high[inSection]!,
    };
    if (withDead.has(unit) || whole.low < refs.low[inSection]!) items.push(...documentsOf(whole));
    else items.push(whole);
  }
  return items;
}

function documentsOf(item: Item): Item[] {
  const { section, unitBase, live } = item.placed;
  const start = section.unitStart[item.unit - unitBase]!;
  if (live !== undefined && !live.subarray(start + item.from, start + item.to).includes(1)) return [];
  const { turn } = section.readBlock(item.unit - unitBase);
  const documents: Item[] = [];
  for (let from = item.from; from < item.to; from++) {
    if (live !== undefined && live[start + from] !== 1) continue;
    documents.push({ ...item, from, to: from + 1, low: turn[from]!, high: turn[from]! });
  }
  return documents;
}

function untangle(cluster: readonly Item[]): Item[] {
  const documents = cluster.flatMap((item) => (item.to - item.from === 1 ? [item] : documentsOf(item)));
  return documents.toSorted((a, b) => a.low - b.low);
}

function append(runs: Run[], { placed, unit, from, to }: Run): void {
  const last = runs.at(-1);
  if (last !== undefined && last.unit === unit && last.to === from)
    runs[runs.length - 1] = { placed, unit, from: last.from, to };
  else runs.push({ placed, unit, from, to });
}
