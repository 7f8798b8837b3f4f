/** Reading everything in order, and how much memory that takes. */
import { openFrameLog } from "@vidmem/frames";
import { threadTimes } from "../processor.ts";
import { text, type SetUp } from "../subject.ts";

/** How many batches go by between two looks at the memory. */
const LOOK_EVERY = 16;
const MIB = 1024 * 1024;

export const frameLogScan: SetUp = async (params) => {
  const openedAt = performance.now();
  const log = await openFrameLog({ dir: text(params, "dir"), readOnly: true });
  const openMs = performance.now() - openedAt;
  return {
    async round() {
      const before = process.memoryUsage.rss();
      let most = before;
      let contentBytes = 0;
      let frames = 0;
      let batches = 0;
      const { ranMs } = threadTimes();
      const start = performance.now();
      for await (const batch of log.scanBatches()) {
        for (const { content } of batch) contentBytes += content.length;
        frames += batch.length;
        if (batches++ % LOOK_EVERY === 0) most = Math.max(most, process.memoryUsage.rss());
      }
      const ms = performance.now() - start;
      const threadMs = threadTimes().ranMs - ranMs;
      return {
        "GB/s": contentBytes / ms / 1e6,
        "GB/thread s": contentBytes / threadMs / 1e6,
        "frames/s": (frames / ms) * 1000,
        "content MB": contentBytes / 1e6,
        "RSS growth MiB": (most - before) / MIB,
        "RSS before MiB": before / MIB,
        "open ms": openMs,
      };
    },
    close: () => log.close(),
  };
};
