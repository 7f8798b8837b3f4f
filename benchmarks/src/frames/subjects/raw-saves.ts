/** The system calls alone: append to a file and fdatasync, one record or one group at a time, nothing between. */
import { closeSync, fdatasyncSync, openSync, writeSync } from "node:fs";
import { createStopwatch, number, text, type SetUp } from "../subject.ts";

export const rawSaves: SetUp = async (params) => {
  const savers = number(params, "savers");
  const group = Buffer.alloc(number(params, "recordBytes") * savers, "record ");
  const file = openSync(text(params, "file"), "a");
  return {
    async round() {
      const commits = createStopwatch(1_000_000);
      const start = performance.now();
      const end = start + number(params, "roundMs");
      let now = start;
      let saves = 0;
      while (now < end) {
        writeSync(file, group);
        fdatasyncSync(file);
        saves += savers;
        now = commits.lap(now);
      }
      return { "saves/s": (saves / (now - start)) * 1000, ...commits.figures() };
    },
    async close() {
      closeSync(file);
    },
  };
};
