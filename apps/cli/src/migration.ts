/** What `import` does with a folder besides importing it: `--verify-only` and `--cleanup`. */
import type { CleanupReport, MigrationOptions, MigrationReport } from "@vidmem/memory";
import type { Context } from "./command.ts";
import { withStore } from "./compose.ts";
import { misuse } from "./errors.ts";
import { EXIT_NOT_FOUND, EXIT_OK } from "./exit-codes.ts";
import { countOf, formatCount } from "./render/numbers.ts";
import { createProgressBar } from "./render/progress.ts";

const SHOWN_PROBLEMS = 5;
const FORMATS = ["auto", "vault-v2", "memory-json"] as const;

/** Looks for everything in the store, takes no lock, changes nothing. @returns 1 when something is missing. */
export async function verifyOnly(context: Context): Promise<number> {
  const { args, out } = context;
  if (args.flag("cleanup")) throw misuse("--verify-only changes nothing, and --cleanup removes files. Choose one.");
  const folder = folderOf(context);
  const report = await withStore(context, "read", (store, signal) =>
    withBar(context, "verifying", signal, (options) => store.verifyImport(folder, options)),
  );
  tellProblems(report, context);
  if (out.wantsJson) await out.json(report);
  else await out.data(`${report.ok ? "ok: " : ""}${countsOf(report)}\n`);
  return report.ok ? EXIT_OK : EXIT_NOT_FOUND;
}

/** Removes what was verified, and says what it did. */
export async function cleanUp(context: Context): Promise<CleanupReport> {
  const folder = folderOf(context);
  const report = await withStore(context, "change", (store, signal) =>
    withBar(context, "cleaning up", signal, (options) => store.cleanUpImport(folder, options)),
  );
  tellProblems(report, context);
  const { ok, removedFiles, keptFiles } = report;
  const kept = keptFiles === 0 ? "" : `, ${countOf(keptFiles, "file")} kept`;
  if (ok) context.out.words(`Verified (${countsOf(report)}); ${countOf(removedFiles, "file")} removed${kept}.`);
  else context.out.words(`Nothing was removed: ${countsOf(report)}.`);
  return report;
}

function folderOf({ args }: Context): string {
  const [folder = "-"] = args.positionals;
  if (folder === "-") throw misuse("--verify-only and --cleanup are about a folder. Name it.");
  return folder;
}

async function withBar<T>(
  { io, args }: Context,
  label: string,
  signal: AbortSignal,
  work: (options: MigrationOptions) => Promise<T>,
): Promise<T> {
  const bar = createProgressBar(io, label);
  try {
    return await work({
      format: args.word("format", FORMATS),
      signal,
      onProgress: (progress) => bar.update(progress),
    });
  } finally {
    bar.end();
  }
}

function tellProblems({ problems, missing, unreadable }: MigrationReport, { out }: Context): void {
  for (const { item, reason } of problems.slice(0, SHOWN_PROBLEMS)) out.words(`item ${item}: ${reason}`);
  const more = missing + unreadable - Math.min(SHOWN_PROBLEMS, problems.length);
  if (more > 0) out.words(`… and ${formatCount(more)} more`);
}

function countsOf({ present, missing, unreadable, deleted }: MigrationReport): string {
  const gone = deleted === 0 ? "" : `, ${formatCount(deleted)} deleted there before`;
  return `${countOf(present, "memory is", "memories are")} here, ${formatCount(missing)} missing, ${formatCount(unreadable)} unreadable${gone}`;
}
