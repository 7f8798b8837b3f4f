/** `vidmem decay`: memories that nobody reads lose importance. */
import type { DecayChange } from "@vidmem/memory";
import type { Command } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf } from "../render/numbers.ts";
import { runUpkeep } from "../upkeep.ts";

export const decay: Command = {
  name: "decay",
  summary: "lower the importance of memories that nobody reads",
  usage: "",
  arity: [0, 0],
  options: { "dry-run": { help: "say what would change, and change nothing" } },
  notes: [
    "After a day without access a memory's importance goes down by 1 % a day; memories that were read often keep more. Changes of 0.01 or less wait. Solitons never decay.",
    "Run it on a schedule, for example each night: how often does not change where it ends.",
  ],
  examples: ["vidmem decay --dry-run", "vidmem decay --json"],
  async run(context) {
    const { args, out } = context;
    const { examined, changed } = await runUpkeep(context, (store, options) => store.decay(options), {
      label: "Decaying",
      lineOf: ({ id, from, to }: DecayChange) => `${id}  ${from.toFixed(2)} → ${to.toFixed(2)}`,
    });
    if (out.wantsJson) return EXIT_OK;
    const what = args.flag("dry-run") ? "would get a new importance" : "have a new importance";
    out.words(`${countOf(changed, "memory", "memories")} of ${examined} ${what}.`);
    return EXIT_OK;
  },
};
