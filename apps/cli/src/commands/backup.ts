/** `vidmem backup`: a copy of the store that opens like any store. */
import { resolve } from "node:path";
import type { Command } from "../command.ts";
import { withStore } from "../compose.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf, formatBytes } from "../render/numbers.ts";
import { whileWaiting } from "../render/progress.ts";

export const backup: Command = {
  name: "backup",
  summary: "copy the store to a new folder",
  usage: "<folder>",
  arity: [1, 1],
  options: {},
  notes: [
    "The folder must be missing or empty; it gets its name when everything in it is on the disk. Sealed files are linked, not copied, when it lies on the same disk: a copy for the day that the disk dies belongs on another one.",
    "While another program has the store open for writing, ask that program for the backup.",
  ],
  examples: ["vidmem backup /mnt/backups/2026-11-21", "vidmem restore /mnt/backups/2026-11-21 --dir ./memory"],
  async run(context) {
    const { args, out, io } = context;
    const target = resolve(args.positionals[0]!);
    const result = await withStore(context, "change", (store) => whileWaiting(io, "Backing up", store.backup(target)));
    const { segments, bytes, linked } = result;
    if (out.wantsJson) await out.json({ folder: target, segments, bytes, linked });
    else {
      out.words(`Backed up: ${countOf(segments, "segment")}, ${formatBytes(bytes)}, ${linked} of them linked:`);
      await out.data(`${target}\n`);
    }
    return EXIT_OK;
  },
};
