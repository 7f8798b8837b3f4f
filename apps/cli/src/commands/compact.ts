/** `vidmem compact`: gives the space of superseded and forgotten versions back. */
import type { Command } from "../command.ts";
import { withStore } from "../compose.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf, formatBytes } from "../render/numbers.ts";
import { whileWaiting } from "../render/progress.ts";

const DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;

export const compact: Command = {
  name: "compact",
  summary: "drop old versions and forgotten memories, and merge files",
  usage: "",
  arity: [0, 0],
  options: {
    "keep-days": { value: "DAYS", help: `history that stays for --as-of, ${DEFAULT_DAYS} unless said; 0 keeps none` },
  },
  notes: ["Current memories are never touched. What is dropped cannot be seen by `search --as-of` any more."],
  examples: ["vidmem compact", "vidmem compact --keep-days 365"],
  async run(context) {
    const { args, out, io } = context;
    const days = args.number("keep-days", { low: 0, high: 36_500 }) ?? DEFAULT_DAYS;
    const { before, result, after } = await withStore(context, "change", async (store, signal) => {
      const before = store.stats().log.sizeBytes;
      const work = store.compact({ retentionMs: days * DAY_MS, leastDroppedShare01: 0, signal });
      const result = await whileWaiting(io, "Compacting", work);
      return { before, result, after: store.stats().log.sizeBytes };
    });
    const { droppedFrames, reclaimedBytes, mergedSegments } = result;
    if (out.wantsJson) {
      await out.json({ droppedFrames, reclaimedBytes, mergedSegments, bytesBefore: before, bytesAfter: after });
    } else {
      const dropped = `${countOf(droppedFrames, "old version")} dropped, ${countOf(mergedSegments, "file")} merged`;
      await out.data(`${dropped}; ${formatBytes(before)} before, ${formatBytes(after)} now\n`);
    }
    return EXIT_OK;
  },
};
