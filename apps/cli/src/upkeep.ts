/** An upkeep verb of the store on the command line: watched, stopped by signals, its first changes gathered for showing. */
import type { MemoryStore, UpkeepOptions, WalkResult } from "@vidmem/memory";
import type { Context } from "./command.ts";
import { withStore } from "./compose.ts";
import { createChangeList } from "./render/change-list.ts";
import { createProgressBar } from "./render/progress.ts";

type Watched<Change> = UpkeepOptions & { readonly onChange: (change: Change) => void };

/** Runs `verb`, and tells what changed: with `--json` all figures and the first changes, else a line for each of those. */
export async function runUpkeep<Change, Result extends WalkResult>(
  context: Context,
  verb: (store: MemoryStore, options: Watched<Change>) => Promise<Result>,
  { label, lineOf }: { readonly label: string; readonly lineOf: (change: Change) => string },
): Promise<Result> {
  const { args, out, io } = context;
  const dryRun = args.flag("dry-run");
  const bar = createProgressBar(io, label);
  const changes = createChangeList<Change>();
  const result = await withStore(context, "change", async (store, signal) => {
    try {
      return await verb(store, {
        dryRun,
        signal,
        onProgress: (progress) => bar.update(progress),
        onChange: changes.add,
      });
    } finally {
      bar.end();
    }
  });
  if (out.wantsJson) {
    await out.json({ ...result, dryRun, changes: changes.first });
    return result;
  }
  for (const change of changes.first) await out.data(`${lineOf(change)}\n`);
  if (changes.more > 0) out.words(`and ${changes.more} more`);
  return result;
}
