/** Two filters at once: the one that a caller gives as options, and the one that a query names. Both must let a memory pass. */
import type { SearchFilter } from "../document.ts";

/** @returns the filter that passes what both pass, or `undefined` when nothing can pass both. Empty lists filter nothing. */
export function narrowFilter(a: SearchFilter, b: SearchFilter): SearchFilter | undefined {
  const types = commonTypes(a.types ?? [], b.types ?? []);
  if (types === undefined || isOther(a.session, b.session) || isOther(a.speaker, b.speaker)) return undefined;
  return {
    types,
    tags: [...new Set([...(a.tags ?? []), ...(b.tags ?? [])])],
    session: a.session ?? b.session,
    speaker: a.speaker ?? b.speaker,
    after: furthest(Math.max, a.after, b.after),
    before: furthest(Math.min, a.before, b.before),
    minImportance: furthest(Math.max, a.minImportance, b.minImportance),
  };
}

function commonTypes(a: readonly string[], b: readonly string[]): readonly string[] | undefined {
  if (a.length === 0 || b.length === 0) return [...a, ...b];
  const common = a.filter((type) => b.includes(type));
  return common.length === 0 ? undefined : common;
}

function isOther(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

function furthest(
  choose: (a: number, b: number) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : choose(a, b);
}
