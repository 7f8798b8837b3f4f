/** `vidmem update`: changes a memory; its id, its time and its history stay. */
import { MEMORY_TYPES, type Json, type MemoryPatch } from "@vidmem/memory";
import { toMetadata } from "../arguments/metadata.ts";
import { CONTENT_OPTIONS, EMBEDDER_OPTION } from "../arguments/option.ts";
import type { Command, Context } from "../command.ts";
import { withEmbedder } from "../compose.ts";
import { misuse, notFound } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { readText } from "../input.ts";
import { toJsonMemory } from "../json-shape.ts";
import { renderCard } from "../render/memory.ts";

export const update: Command = {
  name: "update",
  summary: "change a memory; its history is kept",
  usage: "<id>",
  arity: [1, 1],
  options: {
    content: { value: "TEXT", help: "the new text; `-` reads stdin" },
    ...CONTENT_OPTIONS,
    tag: { value: "TAG", isRepeatable: true, help: 'the new tags, repeat for more; "" for none' },
    unset: { value: "KEY", isRepeatable: true, help: "remove this metadata" },
    session: { value: "NAME", help: 'the conversation it belongs to; "" for none' },
    speaker: { value: "NAME", help: 'who said it; "" for nobody' },
    importance: { value: "0..1", help: "how much it matters" },
    ...EMBEDDER_OPTION,
  },
  notes: [
    "--tag replaces all tags. --meta adds to the metadata, or replaces a key of it. A stored memory cannot become a ghost.",
  ],
  examples: [
    'vidmem update 79f8efe1162546d4 --content "Ada sold the bees." --tag news',
    "vidmem update 79f8efe1162546d4 --unset draft",
  ],
  async run(context) {
    const { args, out } = context;
    const id = args.positionals[0]!;
    const patch = await toPatch(context);
    if (Object.keys(patch).length === 0)
      throw misuse("Say what to change, for example --content. See: vidmem update --help");
    const memory = await withEmbedder(context, "change", (store) => store.update(id, patch));
    if (memory === undefined) throw notFound(id);
    if (out.wantsJson) {
      await out.json(toJsonMemory(memory));
      return EXIT_OK;
    }
    out.words("Updated:");
    await out.data(`${renderCard(memory, out)}\n`);
    return EXIT_OK;
  },
};

async function toPatch(context: Context): Promise<MemoryPatch> {
  const { args } = context;
  const content = args.text("content");
  const type = args.word("type", MEMORY_TYPES);
  const importance = args.number("importance", { low: 0, high: 1 });
  const tags = args.texts("tag");
  const session = args.text("session");
  const speaker = args.text("speaker");
  const unset: [string, Json][] = args.texts("unset").map((key) => [key, null]);
  const metadata = { ...toMetadata(args.texts("meta")), ...Object.fromEntries(unset) };
  return {
    ...(content === undefined ? {} : { content: await readText(content, context) }),
    ...(type === undefined ? {} : { type }),
    ...(importance === undefined ? {} : { importance }),
    ...(tags.length === 0 ? {} : { tags: tags.filter((tag) => tag !== "") }),
    ...(session === undefined ? {} : { session: session === "" ? null : session }),
    ...(speaker === undefined ? {} : { speaker: speaker === "" ? null : speaker }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}
