/** `vidmem forget`: ends a memory. */
import type { Command } from "../command.ts";
import { withStore } from "../compose.ts";
import { notFound } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";

export const forget: Command = {
  name: "forget",
  summary: "forget a memory",
  usage: "<id>",
  arity: [1, 1],
  options: {},
  notes: [
    "Searches and listings no longer see it; `search --as-of` an earlier time still does. Its bytes stay in the log.",
  ],
  examples: ["vidmem forget 79f8efe1162546d4"],
  async run(context) {
    const { args, out } = context;
    const id = args.positionals[0]!;
    const forgotten = await withStore(context, "change", (store) => store.forget(id));
    if (!forgotten) throw notFound(id);
    if (out.wantsJson) await out.json({ id, forgotten });
    else out.words(`Forgotten: ${id}`);
    return EXIT_OK;
  },
};
