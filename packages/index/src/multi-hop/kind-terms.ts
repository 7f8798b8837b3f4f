/** The first source of related terms: the members of the kinds that a question names (multi-hop/kinds.ts). */
import type { Analyzer } from "../analysis/terms.ts";
import type { RelatedTerm } from "../ranking/question.ts";
import { KINDS } from "./kinds.ts";

/** What a member counts beside a word that was asked for. Source: docs/ranking.md; .3 to .8 differ little. */
const MEMBER_WEIGHT = 0.5;
/** At most this many members go into a ranking: it bounds its cost. */
const MAX_MEMBERS = 12;

/** The kinds as the index's terms. */
export interface KindTable {
  /** The members of a kind by the term of one of its names, most typical first; none for any other term. */
  membersOf(name: string): readonly string[];
}

/** @returns the kinds, read with the analyser of the index when a question first needs them (it takes milliseconds). */
export function createKindTable(analyzer: Analyzer): KindTable {
  let table: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return {
    membersOf(name) {
      table ??= readKinds(analyzer);
      return [...(table.get(name) ?? [])];
    },
  };
}

/**
 * @param asked the terms of the question.
 * @param isHeld whether any memory of the view holds a term: what nobody said takes no place.
 * @returns at most 12 members that were not asked for themselves, in the order of the kinds.
 */
export function kindTerms(
  table: KindTable,
  asked: readonly string[],
  isHeld: (term: string) => boolean,
): RelatedTerm[] {
  const spent = new Set(asked);
  const found = new Set<string>();
  for (const term of asked) {
    for (const member of table.membersOf(term)) {
      if (found.size === MAX_MEMBERS) break;
      if (!spent.has(member) && isHeld(member)) found.add(member);
    }
  }
  return [...found].map((term) => ({ term, weight: MEMBER_WEIGHT, source: "kind" }));
}

function readKinds(analyzer: Analyzer): Map<string, Set<string>> {
  const table = new Map<string, Set<string>>();
  for (const line of KINDS.trim().split("\n")) {
    const [names = "", members = ""] = line.split(":");
    for (const name of analyzer.terms(names)) {
      const known = table.get(name) ?? new Set();
      for (const member of analyzer.terms(members)) if (member !== name) known.add(member);
      table.set(name, known);
    }
  }
  return table;
}
