/** Durable saves through the frame log, with any number of savers; sealing in the background as it comes, or put off. */
import { openFrameLog } from "@vidmem/frames";
import { number, text, type SetUp } from "../subject.ts";
import { runSavers } from "./savers.ts";

export const frameLogSaves: SetUp = async (params) => {
  const log = await openFrameLog({ dir: text(params, "dir"), durability: "each-save" });
  const isSealing = params["isSealing"] !== false;
  if (!isSealing) log.background.pause();
  const content = Buffer.alloc(number(params, "recordBytes"), "record ");
  const save = (): Promise<void> => log.append({ content }).durable;
  return {
    async round() {
      const figures = await runSavers(number(params, "savers"), number(params, "roundMs"), save);
      // Sealing that is still under way would take the processor from the next contestant.
      await log.background.idle();
      return figures;
    },
    async close() {
      // Closing seals what was put off.
      if (isSealing) await log.close();
    },
  };
};
