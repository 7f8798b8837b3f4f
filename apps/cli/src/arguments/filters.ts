/** The filter options of a call as the store takes them. */
import { MEMORY_TYPES, type MemoryFilter } from "@vidmem/memory";
import type { Arguments } from "./arguments.ts";

export function toFilter(args: Arguments): MemoryFilter {
  return {
    tags: args.texts("tag"),
    types: args.words("type", MEMORY_TYPES),
    namespace: args.text("namespace"),
    session: args.text("session"),
    speaker: args.text("speaker"),
    after: args.time("after"),
    before: args.time("before"),
    minImportance: args.number("min-importance", { low: 0, high: 1 }),
  };
}
