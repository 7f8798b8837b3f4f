/** `vidmem restore`: a backup becomes the store of this call, at a place where there is nothing. */
import { resolve } from "node:path";
import { restoreMemory } from "@vidmem/memory";
import type { Command } from "../command.ts";
import { folderOf } from "../compose.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { countOf, formatBytes } from "../render/numbers.ts";
import { whileWaiting } from "../render/progress.ts";

export const restore: Command = {
  name: "restore",
  summary: "make a store of a backup, where there is nothing yet",
  usage: "<backup>",
  arity: [1, 1],
  options: {},
  notes: [
    "Every byte of the copy is verified before it becomes the store (--dir); the backup stays what it is. Nothing is overwritten: move the old store away first.",
  ],
  examples: ["vidmem restore /mnt/backups/2026-11-21 --dir ./memory"],
  async run(context) {
    const { args, out, io } = context;
    const dir = folderOf(context);
    const copying = restoreMemory(resolve(args.positionals[0]!), dir);
    const { segments, bytes } = await whileWaiting(io, "Restoring", copying);
    if (out.wantsJson) await out.json({ dir, segments, bytes });
    else {
      out.words(`Restored and verified: ${countOf(segments, "segment")}, ${formatBytes(bytes)}:`);
      await out.data(`${dir}\n`);
    }
    return EXIT_OK;
  },
};
