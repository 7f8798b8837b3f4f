/** `vidmem consolidate`: working memories that proved their worth become persistent, persistent ones without any are forgotten. */
import type { ConsolidationChange } from "@vidmem/memory";
import type { Command } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf } from "../render/numbers.ts";
import { runUpkeep } from "../upkeep.ts";

export const consolidate: Command = {
  name: "consolidate",
  summary: "keep what proved its worth, forget what has none left",
  usage: "",
  arity: [0, 0],
  options: { "dry-run": { help: "say what would change, and change nothing" } },
  notes: [
    "A working memory with importance over 0.7 and more than 5 accesses becomes semantic. Any other memory with importance under 0.1 that is older than 30 days is forgotten; solitons and ghosts are not.",
    "What is forgotten stays in the history until `vidmem compact`.",
  ],
  examples: ["vidmem consolidate --dry-run", "vidmem decay && vidmem consolidate"],
  async run(context) {
    const { args, out } = context;
    const { examined, promoted, removed } = await runUpkeep(context, (store, options) => store.consolidate(options), {
      label: "Consolidating",
      lineOf: ({ id, what }: ConsolidationChange) => `${id}  ${what}`,
    });
    if (out.wantsJson) return EXIT_OK;
    const would = args.flag("dry-run") ? " would be" : "";
    out.words(`Of ${countOf(examined, "memory", "memories")}:${would} ${promoted} promoted, ${removed} removed.`);
    return EXIT_OK;
  },
};
