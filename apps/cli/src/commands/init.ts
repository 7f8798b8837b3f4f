/** `vidmem init`: makes the store and says where. */
import { folderOf, hasStore, withStore } from "../compose.ts";
import type { Command } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf } from "../render/numbers.ts";

export const init: Command = {
  name: "init",
  summary: "make a store, and say where it is",
  usage: "",
  arity: [0, 0],
  options: {},
  examples: ["vidmem init", "vidmem init --dir ./memory"],
  async run(context) {
    const { out } = context;
    const created = !(await hasStore(folderOf(context)));
    const { dir, memories } = await withStore(context, "make", async (store) => ({
      dir: store.dir,
      memories: store.stats().memories,
    }));
    if (out.wantsJson) {
      await out.json({ dir, created, memories });
      return EXIT_OK;
    }
    out.words(
      created ? "A new, empty store:" : `The store was there already, with ${countOf(memories, "memory", "memories")}:`,
    );
    await out.data(`${dir}\n`);
    return EXIT_OK;
  },
};
