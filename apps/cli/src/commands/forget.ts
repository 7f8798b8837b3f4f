/** `vidmem forget`: ends a memory, and with --erase removes its contents too. */
import type { Command, Context } from "../command.ts";
import { withStore } from "../compose.ts";
import { notFound } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf } from "../render/numbers.ts";
import { whileWaiting } from "../render/progress.ts";

export const forget: Command = {
  name: "forget",
  summary: "forget a memory",
  usage: "<id>",
  arity: [1, 1],
  options: {
    erase: { help: "remove its contents from the disk too, for ever; also of one that was forgotten before" },
  },
  notes: [
    "Searches and listings no longer see it; `search --as-of` an earlier time still does. Its bytes stay in the log until `vidmem compact`, unless --erase is given. Backups and exports keep what they have.",
  ],
  examples: ["vidmem forget 79f8efe1162546d4", "vidmem forget 79f8efe1162546d4 --erase"],
  async run(context) {
    const { args, out } = context;
    const id = args.positionals[0]!;
    if (args.flag("erase")) return erase(context, id);
    const forgotten = await withStore(context, "change", (store) => store.forget(id));
    if (!forgotten) throw notFound(id);
    if (out.wantsJson) await out.json({ id, forgotten });
    else out.words(`Forgotten: ${id}`);
    return EXIT_OK;
  },
};

async function erase(context: Context, id: string): Promise<number> {
  const { out, io } = context;
  const erasure = await withStore(context, "change", (store) =>
    whileWaiting(io, "Erasing", store.forget(id, { erase: true })),
  );
  if (erasure === undefined) throw notFound(id);
  if (out.wantsJson) {
    await out.json({ ...erasure, forgotten: true });
    return EXIT_OK;
  }
  const { versions, removedFiles } = erasure;
  const copies = removedFiles.length === 0 ? "" : `, and ${countOf(removedFiles.length, "file")} with copies`;
  out.words(
    `Erased: ${id}. ${countOf(versions, "version")} removed from the disk${copies}; backups and exports keep theirs.`,
  );
  return EXIT_OK;
}
