/** `vidmem save`: one memory. */
import { MEMORY_TYPES, type SaveOptions } from "@vidmem/memory";
import type { Arguments } from "../arguments/arguments.ts";
import { toMetadata } from "../arguments/metadata.ts";
import { CONTENT_OPTIONS, EMBEDDER_OPTION } from "../arguments/option.ts";
import type { Command } from "../command.ts";
import { withEmbedder } from "../compose.ts";
import { misuse } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { readText } from "../input.ts";

export const save: Command = {
  name: "save",
  summary: "save a memory; it is on the disk when the command ends",
  usage: "<text|->",
  arity: [1, 1],
  options: {
    ...CONTENT_OPTIONS,
    at: { value: "TIME", help: "when it happened; else now" },
    namespace: { value: "NAME", help: 'whose memory it is; else "default"' },
    ...EMBEDDER_OPTION,
  },
  notes: ["Prints the id. `-` reads the text from stdin. The same memory again gives the id that is there."],
  examples: [
    'vidmem save "Ada keeps bees on the roof." --speaker Ada --tag hobby',
    "git log -1 | vidmem save - --type procedural --meta repo=vidmem",
  ],
  async run(context) {
    const { args, out } = context;
    const options = toSaveOptions(args);
    const text = await readText(args.positionals[0]!, context);
    const { id, duplicate } = await withEmbedder(context, "make", (store) => store.save(text, options));
    if (out.wantsJson) {
      await out.json({ id, duplicate });
      return EXIT_OK;
    }
    out.words(duplicate ? "This memory was there already:" : "Saved:");
    await out.data(`${id}\n`);
    return EXIT_OK;
  },
};

/** A ghost would be gone when the command ends. */
const SAVED_TYPES = MEMORY_TYPES.filter((type) => type !== "ghost");

function toSaveOptions(args: Arguments): SaveOptions {
  const type = args.word("type", MEMORY_TYPES);
  if (type === "ghost")
    throw misuse(`A ghost lives in the memory of one process; save one of these: ${SAVED_TYPES.join(", ")}.`);
  return {
    type,
    tags: args.texts("tag"),
    metadata: toMetadata(args.texts("meta")),
    session: args.text("session"),
    speaker: args.text("speaker"),
    timestamp: args.time("at"),
    importance: args.number("importance", { low: 0, high: 1 }),
    namespace: args.text("namespace"),
  };
}
