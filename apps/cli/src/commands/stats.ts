/** `vidmem stats`: what is in the store. */
import type { StoreStats } from "@vidmem/memory";
import type { Command } from "../command.ts";
import { withStore } from "../compose.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { renderFacts } from "../render/memory.ts";
import { countOf, formatBytes, formatCount } from "../render/numbers.ts";

const NAMED_NAMESPACES = 8;

export const stats: Command = {
  name: "stats",
  summary: "show what is in the store",
  usage: "",
  arity: [0, 0],
  options: {},
  examples: ["vidmem stats", "vidmem stats --json"],
  async run(context) {
    const { out } = context;
    const { dir, figures } = await withStore(context, "read", async (store) => ({
      dir: store.dir,
      figures: store.stats(),
    }));
    const { memories, types, namespaces, sessions, terms, log, index } = figures;
    if (out.wantsJson) {
      const { frames, segments, sizeBytes: diskBytes } = log;
      const { segments: indexSegments, sizeBytes: indexBytes, pending: indexPending } = index;
      const counts = { dir, memories, types, namespaces, sessions, terms, frames, segments, diskBytes };
      await out.json({ ...counts, index: { segments: indexSegments, bytes: indexBytes, pending: indexPending } });
    } else {
      await out.data(`${renderFacts(toFacts(dir, figures), out)}\n`);
    }
    return EXIT_OK;
  },
};

function toFacts(
  dir: string,
  { memories, types, namespaces, sessions, log, index }: StoreStats,
): [string, string | undefined][] {
  const byCount = Object.entries(types).toSorted(([, a], [, b]) => b - a);
  const typeText = byCount.map(([type, count]) => `${formatCount(count)} ${type}`).join(", ");
  return [
    ["store", dir],
    ["memories", formatCount(memories)],
    ["types", typeText === "" ? undefined : typeText],
    ["namespaces", namespaces.length === 0 ? undefined : namespacesText(namespaces)],
    ["sessions", formatCount(sessions)],
    ["history", countOf(log.frames, "frame")],
    ["on disk", `${formatBytes(log.sizeBytes)} in ${countOf(log.segments, "segment")}`],
    ["index", `${formatBytes(index.sizeBytes)} in ${countOf(index.segments, "segment")}`],
  ];
}

function namespacesText(namespaces: readonly string[]): string {
  const more =
    namespaces.length > NAMED_NAMESPACES ? `, and ${formatCount(namespaces.length - NAMED_NAMESPACES)} more` : "";
  return `${formatCount(namespaces.length)} (${namespaces.slice(0, NAMED_NAMESPACES).join(", ")}${more})`;
}
