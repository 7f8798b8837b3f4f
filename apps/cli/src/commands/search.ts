/** `vidmem search`: the memories that answer a question, best first. */
import type { SearchMode } from "@vidmem/index";
import type { MemoryStore, SearchOptions, SearchResult } from "@vidmem/memory";
import type { Arguments } from "../arguments/arguments.ts";
import { toFilter } from "../arguments/filters.ts";
import { EMBEDDER_OPTION, FILTER_OPTIONS } from "../arguments/option.ts";
import type { Command, Context } from "../command.ts";
import { withEmbedder } from "../compose.ts";
import { misuse } from "../errors.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { toJsonHit } from "../json-shape.ts";
import { renderHit, renderWhy } from "../render/memory.ts";
import { countOf, formatMs } from "../render/numbers.ts";

const MODES = ["auto", "lexical", "vector", "hybrid", "classic"] as const satisfies readonly SearchMode[];
const NAMED_NAMESPACES = 5;

export const search: Command = {
  name: "search",
  summary: "find the memories that answer a question",
  usage: "<query>",
  arity: [1, Number.POSITIVE_INFINITY],
  options: {
    number: { short: "n", value: "N", help: "at most this many, 10 unless said" },
    ...FILTER_OPTIONS,
    namespace: { value: "NAME", help: 'search this namespace, "default" unless said; "*" for all' },
    "as-of": { value: "TIME", help: "search the store as it was at this time" },
    mode: { value: "MODE", help: `how to search: ${MODES.join(", ")}` },
    explain: { help: "say why each answer has its score" },
    ...EMBEDDER_OPTION,
  },
  examples: [
    'vidmem search "who keeps bees?"',
    `vidmem search 'boiler "this week" -summer tag:house'`,
    "vidmem search boiler --speaker Maeve --after 2025-02-01 -n 3 --json",
  ],
  async run(context) {
    const { args, out } = context;
    const query = args.positionals.join(" ");
    if (query.trim() === "") throw misuse("The question is empty.");
    const options = toSearchOptions(args);
    // The highlighter needs the terms that matched; they cost one look-up per answer.
    const explain = args.flag("explain") || (out.style.isOn && !out.wantsJson);
    return withEmbedder(context, "read", async (store) => {
      const result = await store.search(query, { ...options, explain });
      if (out.wantsJson) {
        const { tookMs, hits, suggestions } = result;
        await out.json({ query, tookMs, hits: hits.map(toJsonHit), ...(suggestions && { suggestions }) });
      } else if (result.hits.length === 0) {
        out.words(didYouMean(result) ?? wordsForNothing(store, args));
      } else {
        await render(result, context);
      }
      return EXIT_OK;
    });
  },
};

function toSearchOptions(args: Arguments): SearchOptions {
  return {
    ...toFilter(args),
    limit: args.number("number", { low: 1, high: 10_000, isInteger: true }),
    asOf: args.time("as-of"),
    mode: args.word("mode", MODES),
  };
}

async function render({ hits, tookMs }: SearchResult, { args, out }: Context): Promise<void> {
  for (const [at, hit] of hits.entries()) {
    const why = args.flag("explain") ? `\n    ${out.style.dim(`why: ${renderWhy(hit)}`)}` : "";
    await out.data(`${renderHit(hit, at + 1, out)}${why}\n`);
  }
  if (out.isTerminal) out.words(`${countOf(hits.length, "answer")} in ${formatMs(tookMs)}`);
}

function didYouMean({ suggestions = [] }: SearchResult): string | undefined {
  if (suggestions.length === 0) return undefined;
  const words = suggestions.map(({ word, suggestions: meant }) => `${word} → ${meant.join(", ")}`);
  return `Nothing found. Did you mean ${words.join("; ")}?`;
}

/** Nothing found is an answer too; it comes with the most likely reason. */
function wordsForNothing(store: MemoryStore, args: Arguments): string {
  const { memories, namespaces } = store.stats();
  if (memories === 0) return "The store is empty. Save something first: vidmem save <text>";
  const namespace = args.text("namespace") ?? "default";
  const others = namespaces.filter((name) => name !== namespace);
  if (namespace !== "*" && others.length > 0) {
    const more = others.length > NAMED_NAMESPACES ? `, and ${others.length - NAMED_NAMESPACES} more` : "";
    const names = others.slice(0, NAMED_NAMESPACES).join(", ");
    return `Nothing found in namespace "${namespace}". There ${others.length === 1 ? "is" : "are"} also ${names}${more}: add --namespace <name>, or --namespace "*" for all.`;
  }
  return `Nothing found among ${countOf(memories, "memory", "memories")}. Try other words or fewer filters; vidmem list shows the newest.`;
}
