/** The references of everything that is current in segments, gathered in short turns: O(documents), beside other work. */
import { setImmediate } from "node:timers/promises";
import type { Segment } from "../segment/segment-file.ts";
import type { Section } from "../segment/section.ts";

/** Blocks that are read in one turn: about a millisecond. */
const BLOCKS_AT_ONCE = 256;

/** Ascending within a section. Stops early, with what it has, when `stopped` fires. The segments must stay open meanwhile. */
export async function liveRefs(segments: readonly Segment[], stopped: AbortSignal): Promise<number[]> {
  const refs: number[] = [];
  await setImmediate();
  for (const segment of segments) {
    for (const namespace of segment.namespaces) {
      const section = segment.section(namespace)!;
      for (let unit = 0; unit < section.units; unit++) {
        if (stopped.aborted) return refs;
        addUnit(section, unit, refs);
        if (unit % BLOCKS_AT_ONCE === BLOCKS_AT_ONCE - 1) await setImmediate();
      }
    }
    await setImmediate();
  }
  return refs;
}

function addUnit({ unitStart, endedAt, readBlock }: Section, unit: number, into: number[]): void {
  const start = unitStart[unit]!;
  for (const [at, ref] of readBlock(unit).ref.entries()) if (!endedAt.has(start + at)) into.push(ref);
}
