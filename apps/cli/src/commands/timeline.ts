/** `vidmem timeline`: memories in the order in which they happened. */
import { FILTER_OPTIONS } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { printByTime } from "../print-by-time.ts";

export const timeline: Command = {
  name: "timeline",
  summary: "list memories in the order in which they happened",
  usage: "",
  arity: [0, 0],
  options: { number: { short: "n", value: "N", help: "at most this many, all unless said" }, ...FILTER_OPTIONS },
  notes: ["Takes every namespace unless one is named."],
  examples: ["vidmem timeline --after 2025-03-01 --before 2025-04-01", "vidmem timeline --session s05"],
  async run(context) {
    await printByTime(context, { order: "oldest-first" });
    return EXIT_OK;
  },
};
