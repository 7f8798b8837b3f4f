/** `vidmem list`: the newest memories. */
import { FILTER_OPTIONS } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { printByTime } from "../print-by-time.ts";

const DEFAULT_LIMIT = 20;

export const list: Command = {
  name: "list",
  summary: "list memories, newest first",
  usage: "",
  arity: [0, 0],
  options: {
    number: { short: "n", value: "N", help: `at most this many, ${DEFAULT_LIMIT} unless said` },
    ...FILTER_OPTIONS,
  },
  notes: ["Takes every namespace unless one is named."],
  examples: ["vidmem list", "vidmem list --tag todo -n 5"],
  async run(context) {
    await printByTime(context, { order: "newest-first", defaultLimit: DEFAULT_LIMIT });
    return EXIT_OK;
  },
};
