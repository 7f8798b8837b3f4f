/** Reads by id from a sealed store: each id once, then a few ids again and again, then ids that are not there. */
import { readFileSync } from "node:fs";
import { openFrameLog, toFrameId, type FrameId } from "@vidmem/frames";
import { createRandom } from "../../corpus.ts";
import { createStopwatch, number, text, type SetUp } from "../subject.ts";

/** Fewer than the frame cache keeps. */
const REPEATED_IDS = 500;

export const frameLogReads: SetUp = async (params) => {
  const log = await openFrameLog({ dir: text(params, "dir"), readOnly: true });
  const ids = readFileSync(text(params, "idsFile"));
  const reads = number(params, "reads");
  const random = createRandom(1);
  return {
    async round() {
      const cold = createStopwatch(reads);
      for (const id of pickIds(ids, random, reads)) {
        const start = performance.now();
        const frame = await log.read(id);
        cold.lap(start);
        if (frame?.id !== id) throw new Error(`Frame ${id} was not found`);
      }
      const few = pickIds(ids, random, REPEATED_IDS);
      for (const id of few) await log.read(id);
      const repeats = Math.ceil((reads * 40) / REPEATED_IDS);
      const start = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++) for (const id of few) await log.read(id);
      const repeatedMs = performance.now() - start;
      const absent = createStopwatch(reads);
      for (let at = 0; at < reads; at++) {
        const id = toFrameId(hexOf(random()) + hexOf(random()));
        const start = performance.now();
        await log.read(id);
        absent.lap(start);
      }
      return {
        ...cold.figures(),
        "repeated/s": ((repeats * REPEATED_IDS) / repeatedMs) * 1000,
        "absent p50 µs": absent.figures()["p50 µs"]!,
      };
    },
    close: () => log.close(),
  };
};

/** Random ids, none twice. */
export function pickIds(ids: Buffer, random: () => number, count: number): FrameId[] {
  const places = new Set<number>();
  while (places.size < count) places.add(random() % (ids.length / 8));
  return [...places].map((place) => toFrameId(ids.toString("hex", place * 8, place * 8 + 8)));
}

function hexOf(value: number): string {
  return value.toString(16).padStart(8, "0");
}
