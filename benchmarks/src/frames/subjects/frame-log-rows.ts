/** A store of rows that nobody has sealed yet: many frames, flushed, and then the process ends as at a power cut. */
import { openFrameLog } from "@vidmem/frames";
import { createMemories } from "../memories.ts";
import { number, text, type SetUp } from "../subject.ts";

const LARGEST_ROW_SEGMENT_BYTES = 64 * 1024 * 1024;

export const frameLogRows: SetUp = async (params) => {
  const memories = createMemories(number(params, "texts"));
  return {
    async round() {
      const log = await openFrameLog({
        dir: text(params, "dir"),
        durability: "none",
        rowBytes: LARGEST_ROW_SEGMENT_BYTES,
      });
      log.background.pause();
      let contentBytes = 0;
      for (let i = 0; contentBytes < number(params, "contentBytes"); i++) {
        await log.ready();
        const { content, metadata, timestamp } = memories.memory(i);
        log.append({ content, metadata, timestamp });
        contentBytes += content.length;
      }
      await log.flush();
      return { "content bytes": contentBytes };
    },
    // Not log.close(): it would seal the rows.
    async close() {},
  };
};
