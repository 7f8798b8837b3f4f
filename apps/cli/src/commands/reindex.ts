/** `vidmem reindex`: makes the vectors of all memories with an embedder, in place of those that another one made. */
import { EMBEDDER_OPTION } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { embedRest, withOpened } from "../compose.ts";
import { openEmbedder } from "../embedder.ts";
import { misuse } from "../errors.ts";
import { EXIT_ENVIRONMENT, EXIT_OK } from "../exit-codes.ts";
import { formatCount } from "../render/numbers.ts";

/** Failures in a row after which it gives up: about a quarter of an hour, or a text alone that is refused. */
const TRIES = 10;

export const reindex: Command = {
  name: "reindex",
  summary: "make the vectors of all memories with an embedder",
  usage: "--embedder <name>",
  arity: [0, 0],
  options: EMBEDDER_OPTION,
  notes: [
    "Vectors that another embedder made are dropped. Memories that have a vector of this one keep it, so a run that was stopped can simply be run again.",
  ],
  examples: [
    "vidmem reindex --embedder energetic",
    "vidmem reindex --embedder http://127.0.0.1:11434/v1#nomic-embed-text",
  ],
  async run(context) {
    const { out } = context;
    const embedder = await openEmbedder(context);
    if (embedder === undefined) throw misuse("Say which embedder: vidmem reindex --embedder <name>");
    const { embedded, waiting, refused } = await withOpened(
      context,
      { access: "change", embedder, onModelMismatch: "reindex" },
      (store, signal) => embedRest(context, store, { signal, tries: TRIES }),
    );
    if (out.wantsJson) await out.json({ embedder: embedder.name, embedded, waiting, refused });
    else
      await out.data(
        `${formatCount(embedded)} embedded by ${embedder.name}, ${formatCount(waiting + refused)} without a vector\n`,
      );
    return waiting > 0 ? EXIT_ENVIRONMENT : EXIT_OK;
  },
};
