/** Bulk saving through the frame log without a sync for each save; the whole store, or a new one each round. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openFrameLog, type FrameInput, type FrameLog } from "@vidmem/frames";
import { threadTimes } from "../processor.ts";
import { createMemories, fingerprintOf, type Memories } from "../memories.ts";
import { number, text, type SetUp } from "../subject.ts";

export const frameLogBuild: SetUp = async (params) => {
  const memories = createMemories(number(params, "texts"));
  let round = 0;
  return {
    async round() {
      const dir = join(text(params, "dir"), String(round++));
      const log = await openFrameLog({ dir, durability: "none" });
      const ids = Buffer.alloc(number(params, "frames") * 8);
      const start = performance.now();
      const before = threadTimes();
      const contentBytes = await saveAll(log, memories, ids);
      await log.flush();
      const flushed = performance.now();
      const { ranMs } = threadTimes();
      await log.background.idle();
      const settled = performance.now();
      const { backgroundError } = log.stats();
      if (backgroundError !== undefined) throw backgroundError;
      await log.close();
      writeFileSync(`${dir}.ids`, ids);
      return {
        "saves/s": (ids.length / 8 / (flushed - start)) * 1000,
        "thread µs a save": ((ranMs - before.ranMs) * 1000) / (ids.length / 8),
        "settle ms": settled - flushed,
        "content bytes": contentBytes,
      };
    },
    async close() {},
  };
};

/** Saves what no earlier memory equals. @returns bytes of content. */
async function saveAll(log: FrameLog, memories: Memories, ids: Buffer): Promise<number> {
  let contentBytes = 0;
  function* distinct(): Generator<FrameInput> {
    for (let i = 0; i < ids.length / 8; i++) {
      const { content, metadata, timestamp } = memories.memory(i);
      const fingerprint = fingerprintOf(content);
      for (const seq of log.withFingerprint(fingerprint))
        throw new Error(`Frame ${seq} has the fingerprint of another content`);
      contentBytes += content.length;
      yield { content, metadata: { ...metadata }, timestamp, fingerprint };
    }
  }
  let at = 0;
  await log.appendMany(distinct(), {
    onAppended: ({ id }) => {
      ids.write(id, at, "hex");
      at += 8;
    },
  });
  return contentBytes;
}
