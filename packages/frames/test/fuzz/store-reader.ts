/** Target: a whole store, one file of which is mutated, opened to read, scanned and verified. */
import { isVidmemError, openFrameLog } from "../../src/index.ts";
import { MAX_DEFLATE_RATIO } from "../../src/sealed/format.ts";
import { DIR, diskWith, rowsFile, rowsOf } from "../support/planted.ts";
import { rawFrame, sealBytes } from "../support/sealed.ts";
import { MONTH } from "../support/stores.ts";
import type { Target } from "./target.ts";

const TEXTS = ["one", "two", "three", "and a fourth one that is longer"];
const SEALED_FRAMES = [1, 2, 3].map((seq) => rawFrame(seq, { content: new TextEncoder().encode(`sealed ${seq}`) }));
const WRITTEN = new Set([...TEXTS, ...SEALED_FRAMES.map(({ content }) => new TextDecoder().decode(content))]);
const SEALED = { file: `${MONTH}/000000000001-000000000003.frames`, bytes: await sealBytes(SEALED_FRAMES) };
const ROWS = { file: rowsFile(1), bytes: rowsOf(1, 4, TEXTS) };

export const STORE_READER: Target = {
  name: "stores",
  inputs: 500,
  originals: [SEALED.bytes, ROWS.bytes],
  fixedBytes: 1024 * 1024,
  timesInput: 8 * MAX_DEFLATE_RATIO,
  read: async (input, random) => {
    const isSealed = random(2) === 0;
    const files = { [SEALED.file]: isSealed ? input : SEALED.bytes, [ROWS.file]: isSealed ? ROWS.bytes : input };
    const log = await openFrameLog({ dir: DIR, disk: await diskWith(files), readOnly: true });
    try {
      for await (const { content } of log.scan()) {
        if (!WRITTEN.has(new TextDecoder().decode(content))) throw new Error("a content that was never written");
      }
    } catch (error) {
      if (!isVidmemError(error) || error.code !== "FRAMES_CORRUPT") throw error;
    }
    for await (const { offset } of log.verify()) if (!(offset >= 0)) throw new Error("a violation without a place");
    await log.close();
  },
};
