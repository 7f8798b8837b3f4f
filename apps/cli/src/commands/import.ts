/** `vidmem import`: memories from a file. Importing the same again adds nothing. */
import type { BulkResult, ImportFormat, MemoryStore } from "@vidmem/memory";
import { EMBEDDER_OPTION } from "../arguments/option.ts";
import type { Command, Context } from "../command.ts";
import { withEmbedder } from "../compose.ts";
import { CliError } from "../errors.ts";
import { EXIT_MISUSE, EXIT_NOT_FOUND, EXIT_OK } from "../exit-codes.ts";
import { cleanUp, verifyOnly } from "../migration.ts";
import { countOf, formatCount } from "../render/numbers.ts";
import { createProgressBar } from "../render/progress.ts";

const FORMATS = ["auto", "jsonl", "locomo", "vault-v2", "memory-json"] as const satisfies readonly ImportFormat[];
const SHOWN_FAILURES = 5;

export const importCommand: Command = {
  name: "import",
  summary: "import memories from a file or a folder",
  usage: "<file|folder|->",
  arity: [1, 1],
  options: {
    format: { value: "FORMAT", help: `${FORMATS.join(", ")}; auto looks what it is` },
    "verify-only": { help: "import nothing; look whether everything in that folder is in the store" },
    cleanup: { help: "afterwards remove the folder's files of which every memory is in the store" },
    ...EMBEDDER_OPTION,
  },
  notes: [
    'JSONL is one memory a line: {"content": …} and any of type, timestamp, tags, session, speaker, metadata, importance, namespace.',
    "`-` reads stdin. Importing the same again adds nothing, so an import that was stopped can simply be run again.",
    "vault-v2 is the folder of a V2 memory vault, memory-json a folder with memories.json or frames/*.json. --cleanup removes nothing unless all of it was found in the store, and never what was not imported.",
  ],
  examples: [
    "vidmem import chat.jsonl",
    "vidmem import locomo10.json --format locomo --json",
    "vidmem import ./data/memory_vault_v2 && vidmem import ./data/memory_vault_v2 --verify-only",
  ],
  async run(context) {
    const { out, args } = context;
    if (args.flag("verify-only")) return verifyOnly(context);
    const started = performance.now();
    const result = await withEmbedder(context, "make", (store, signal) => importInto(store, context, signal));
    const seconds = Math.round(performance.now() - started) / 1000;
    const { saved, duplicates, failed } = result;
    tellFailures(result, context);
    const cleaned = args.flag("cleanup") ? await cleanUp(context) : undefined;
    await (out.wantsJson
      ? out.json({ saved, duplicates, failed, seconds, ...(cleaned === undefined ? {} : { cleanup: cleaned }) })
      : out.data(`${summary(result, seconds)}\n`));
    if (cleaned?.ok === false) return EXIT_NOT_FOUND;
    // A file of which nothing could be used was the wrong file.
    return failed > 0 && saved + duplicates === 0 ? EXIT_MISUSE : EXIT_OK;
  },
};

async function importInto(store: MemoryStore, { args, io }: Context, signal: AbortSignal): Promise<BulkResult> {
  const file = args.positionals[0]!;
  const format = args.word("format", FORMATS);
  const before = store.stats().memories;
  const bar = createProgressBar(io, "importing");
  const isStdin = file === "-";
  // A pipe that is silent would hold an interrupted import up for ever.
  const release = (): void => void (isStdin && io.stdin.destroy());
  signal.addEventListener("abort", release, { once: true });
  try {
    const source = isStdin ? (io.stdin as AsyncIterable<Uint8Array>) : file;
    return await store.import(source, { format, signal, onProgress: (progress) => bar.update(progress) });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw interrupted(store.stats().memories - before, signal.reason);
  } finally {
    bar.end();
  }
}

function interrupted(kept: number, reason: unknown): CliError {
  const message = `Stopped: ${countOf(kept, "memory was", "memories were")} imported and kept. Run the same import again to go on.`;
  const details = reason instanceof CliError ? reason.details : {};
  return new CliError("CLI_INTERRUPTED", message, { details: { ...details, kept } });
}

function tellFailures({ failures, failed }: BulkResult, { out }: Context): void {
  for (const { item, reason } of failures.slice(0, SHOWN_FAILURES)) out.words(`item ${item}: ${reason}`);
  if (failed > SHOWN_FAILURES)
    out.words(`… and ${formatCount(failed - SHOWN_FAILURES)} more that could not be imported`);
}

function summary({ saved, duplicates, failed }: BulkResult, seconds: number): string {
  const counts = `${formatCount(saved)} saved, ${countOf(duplicates, "duplicate")}, ${formatCount(failed)} failed`;
  return `${counts} in ${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
}
