/** The system call alone: reads of a chunk's size at random places of the same files. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { createRandom } from "../../corpus.ts";
import { filesBelow } from "../files.ts";
import { createStopwatch, number, text, type SetUp } from "../subject.ts";

export const rawReads: SetUp = async (params) => {
  const files = filesBelow(text(params, "dir")).filter((path) => path.endsWith(".frames"));
  const open = files.map((path) => ({ file: openSync(path, "r"), sizeBytes: statSync(path).size }));
  const buffer = Buffer.alloc(number(params, "sizeBytes"));
  const random = createRandom(2);
  return {
    async round() {
      const times = createStopwatch(number(params, "reads"));
      for (let at = 0; at < number(params, "reads"); at++) {
        const { file, sizeBytes } = open[random() % open.length]!;
        const offset = random() % Math.max(1, sizeBytes - buffer.length);
        const start = performance.now();
        readSync(file, buffer, 0, buffer.length, offset);
        times.lap(start);
      }
      return times.figures();
    },
    async close() {
      for (const { file } of open) closeSync(file);
    },
  };
};
