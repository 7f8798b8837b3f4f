/** Consolidation: which working memories become persistent, which persistent ones are let go. Source: the typed vault's rules. */
import { assertCount, assertFinite, assertUnit } from "../assertions.ts";
import { DAY_MS } from "../temporal.ts";

/** A working memory above both becomes persistent. */
const PROMOTED_IMPORTANCE = 0.7;
const PROMOTED_ACCESSES = 5;
/** A persistent memory below this importance and above this age is removed. */
const REMOVED_IMPORTANCE = 0.1;
const REMOVED_AGE_DAYS = 30;

/** A memory as consolidation sees it. Times are ms since 1970. */
export interface ConsolidationFacts {
  /** "working" may be promoted; "ghost" (which expires by itself) and "soliton" (permanent) are kept; others may be removed. */
  readonly type: string;
  /** 0..1, after decay. */
  readonly importance: number;
  readonly accessCount: number;
  readonly createdAt: number;
  readonly now: number;
}

/** What happens to the memory. */
export type Consolidation = "promote" | "remove" | "keep";

/**
 * "promote": a working memory with importance > 0.7 and more than 5 accesses. "remove": a persistent one with importance
 * < 0.1 that is older than 30 days. Else "keep".
 * @throws TypeError or RangeError for an importance outside 0..1, a count that is none, a time that is not finite.
 */
export function consolidationOf({ type, importance, accessCount, createdAt, now }: ConsolidationFacts): Consolidation {
  assertUnit("importance", importance);
  assertCount("accessCount", accessCount);
  assertFinite("createdAt", createdAt);
  assertFinite("now", now);
  if (type === "ghost" || type === "soliton") return "keep";
  if (type === "working") {
    return importance > PROMOTED_IMPORTANCE && accessCount > PROMOTED_ACCESSES ? "promote" : "keep";
  }
  const old = now - createdAt > REMOVED_AGE_DAYS * DAY_MS;
  return importance < REMOVED_IMPORTANCE && old ? "remove" : "keep";
}
