/** `vidmem export`: memories as a file that `import` takes back. */
import type { Writable } from "node:stream";
import type { ExportFormat } from "@vidmem/memory";
import { toFilter } from "../arguments/filters.ts";
import { FILTER_OPTIONS } from "../arguments/option.ts";
import type { Command, Context } from "../command.ts";
import { withStore } from "../compose.ts";
import { misuse } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { toOutputError } from "../output.ts";
import { countOf } from "../render/numbers.ts";
import { createProgressBar } from "../render/progress.ts";

const FORMATS = ["jsonl"] as const satisfies readonly ExportFormat[];

export const exportCommand: Command = {
  name: "export",
  summary: "export memories to a file",
  usage: "<file|->",
  arity: [1, 1],
  options: { format: { value: "FORMAT", help: FORMATS.join(", ") }, ...FILTER_OPTIONS },
  notes: ["Takes every namespace unless one is named. `-` writes to stdout. A file appears whole or not at all."],
  examples: ["vidmem export memories.jsonl", "vidmem export - --namespace work | vidmem import - --dir ./work"],
  async run(context) {
    const { args, out } = context;
    const file = args.positionals[0]!;
    const isStdout = file === "-";
    if (isStdout && out.wantsJson) throw misuse("--json and `-` both want stdout. Name a file, or leave --json out.");
    const exported = await withStore(context, "read", async (store, signal) => {
      const options = { ...toFilter(args), format: args.word("format", FORMATS) };
      if (isStdout) return exportTo(context.io.stdout, (target) => store.export(target, options));
      return exportToFile(context, (onProgress) => store.export(file, { ...options, signal, onProgress }));
    });
    if (out.wantsJson) await out.json({ exported, file });
    else if (!isStdout) out.words(`${countOf(exported, "memory", "memories")} exported to ${file}`);
    return EXIT_OK;
  },
};

type Exported = Promise<{ readonly exported: number }>;

async function exportTo(target: Writable, run: (target: Writable) => Exported): Promise<number> {
  try {
    return (await run(target)).exported;
  } catch (error) {
    throw toOutputError(error);
  }
}

async function exportToFile(
  { io }: Context,
  run: (onProgress: ReturnType<typeof createProgressBar>["update"]) => Exported,
): Promise<number> {
  const bar = createProgressBar(io, "exporting");
  try {
    return (await run((progress) => bar.update(progress))).exported;
  } finally {
    bar.end();
  }
}
