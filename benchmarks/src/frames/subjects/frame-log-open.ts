/** Opening a store in this process for the first time; the library is loaded before the clock starts. */
import { openFrameLog } from "@vidmem/frames";
import { threadTimes } from "../processor.ts";
import { text, type SetUp } from "../subject.ts";

export const frameLogOpen: SetUp = async (params) => {
  const readOnly = text(params, "mode") === "read";
  return {
    async round() {
      const { ranMs } = threadTimes();
      const start = performance.now();
      const log = await openFrameLog({ dir: text(params, "dir"), readOnly });
      const ms = performance.now() - start;
      const threadMs = threadTimes().ranMs - ranMs;
      const { frames, segments, rowSegments } = log.stats();
      await log.close();
      return { ms, "thread ms": threadMs, frames, segments, "row segments": rowSegments };
    },
    async close() {},
  };
};
