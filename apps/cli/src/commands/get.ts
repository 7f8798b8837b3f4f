/** `vidmem get`: one memory by its id. */
import type { Command } from "../command.ts";
import { withStore } from "../compose.ts";
import { notFound } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { toJsonMemory } from "../json-shape.ts";
import { renderCard } from "../render/memory.ts";

export const get: Command = {
  name: "get",
  summary: "show one memory",
  usage: "<id>",
  arity: [1, 1],
  options: {},
  examples: ["vidmem get 79f8efe1162546d4", "vidmem get 79f8efe1162546d4 --json"],
  async run(context) {
    const { args, out } = context;
    const id = args.positionals[0]!;
    const memory = await withStore(context, "read", (store) => store.get(id));
    if (memory === undefined) throw notFound(id);
    await (out.wantsJson ? out.json(toJsonMemory(memory)) : out.data(`${renderCard(memory, out)}\n`));
    return EXIT_OK;
  },
};
