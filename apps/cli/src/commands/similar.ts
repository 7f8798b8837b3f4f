/** `vidmem similar`: the memories most like a memory or a text. */
import type { MemoryStore, SimilarOptions } from "@vidmem/memory";
import { toFilter } from "../arguments/filters.ts";
import { EMBEDDER_OPTION, FILTER_OPTIONS } from "../arguments/option.ts";
import type { Command, Context } from "../command.ts";
import { withEmbedder } from "../compose.ts";
import { misuse } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { toJsonHit } from "../json-shape.ts";
import { renderHit } from "../render/memory.ts";
import { whileWaiting } from "../render/progress.ts";

export const similar: Command = {
  name: "similar",
  summary: "find the memories most like a memory or a text",
  usage: "<id|text>",
  arity: [1, Number.POSITIVE_INFINITY],
  options: {
    number: { short: "n", value: "N", help: "at most this many, 10 unless said" },
    threshold: { value: "-1..1", help: "only with this likeness (cosine) or more, 0 unless said" },
    ...FILTER_OPTIONS,
    namespace: { value: "NAME", help: 'this namespace; else that of the memory, or "default"; "*" for all' },
    ...EMBEDDER_OPTION,
  },
  notes: [
    "Every memory is compared. The score is the cosine of the vectors: the memories' own, or trigrams of their texts.",
  ],
  examples: ["vidmem similar 79f8efe1162546d4", 'vidmem similar "bees on the roof" --threshold 0.5 -n 3 --json'],
  async run(context) {
    const { args, out, io } = context;
    const cue = args.positionals.join(" ");
    if (cue.trim() === "") throw misuse("The text is empty.");
    const find = (store: MemoryStore, signal: AbortSignal) =>
      whileWaiting(io, "Comparing", store.similar(cue, { ...toSimilarOptions(context), signal }));
    const { hits, tookMs } = await withEmbedder(context, "read", find);
    if (out.wantsJson) await out.json({ cue, tookMs, hits: hits.map(toJsonHit) });
    else if (hits.length === 0) out.words("Nothing is like it. Try a lower --threshold or fewer filters.");
    else for (const [at, hit] of hits.entries()) await out.data(`${renderHit(hit, at + 1, out)}\n`);
    return EXIT_OK;
  },
};

function toSimilarOptions({ args }: Context): SimilarOptions {
  return {
    ...toFilter(args),
    limit: args.number("number", { low: 1, high: 10_000, isInteger: true }),
    threshold: args.number("threshold", { low: -1, high: 1 }),
  };
}
