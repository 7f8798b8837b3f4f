/**
 * Decay: what a memory's importance becomes when nobody reads it. Source: the typed vault's rules (0.99 a day, the boost by
 * accesses, the least change worth writing). The vault multiplies by all the days since the last access on each run, and
 * gives the whole boost again, so running it twice decays twice; here a run that knows of the one before it continues it.
 *
 * Invariant: without accesses in between, runs at any times end where one run at the last time ends.
 */
import { assertCount, assertFinite, assertUnit } from "../assertions.ts";
import { DAY_MS } from "../temporal.ts";

const KEPT_PER_DAY = 0.99;
const GRACE_DAYS = 1;
const MOST_BOOST = 0.1;
const ACCESSES_PER_UNIT = 100;
/** Changes of importance up to this are not worth a write. */
const LEAST_CHANGE = 0.01;
/** The type that never decays. */
const PERMANENT_TYPE = "soliton";

/** A memory as decay sees it. Times are ms since 1970. */
export interface DecayFacts {
  /** "soliton" never decays; any other type does. */
  readonly type: string;
  /** 0..1, as it is now: what the last decay that was written made of it. */
  readonly importance: number;
  readonly accessCount: number;
  /** The last access, or the time of saving when there was none. */
  readonly lastAccessedAt: number;
  /** The last decay that was written, and the accesses it had counted; absent before the first. */
  readonly lastDecay?: { readonly at: number; readonly accessCount: number } | undefined;
  readonly now: number;
}

/** What decay makes of an importance. */
export interface Decay {
  /** 0..1. */
  readonly importance: number;
  /** Whether it moved by more than 0.01. When not, nothing is written, and the next run decays from where this one did. */
  readonly worthWriting: boolean;
}

/**
 * Not accessed for more than a day: importance × 0.99^days + min(0.1, accesses / 100), at most 1.
 * Days count from the last access or the last decay, whichever is later; accesses from the last decay.
 * @throws TypeError or RangeError for an importance outside 0..1, a count that is none, a time that is not finite.
 */
export function decayImportance({ type, importance, accessCount, lastAccessedAt, lastDecay, now }: DecayFacts): Decay {
  assertUnit("importance", importance);
  assertCount("accessCount", accessCount);
  assertFinite("lastAccessedAt", lastAccessedAt);
  assertFinite("now", now);
  if (type === PERMANENT_TYPE || now - lastAccessedAt <= GRACE_DAYS * DAY_MS)
    return { importance, worthWriting: false };
  const since = Math.max(lastAccessedAt, lastDecay?.at ?? lastAccessedAt);
  const days = Math.max(0, now - since) / DAY_MS;
  const accesses = Math.max(0, accessCount - (lastDecay?.accessCount ?? 0));
  const boost = Math.min(MOST_BOOST, accesses / ACCESSES_PER_UNIT);
  const decayed = Math.min(1, importance * KEPT_PER_DAY ** days + boost);
  return { importance: decayed, worthWriting: Math.abs(decayed - importance) > LEAST_CHANGE };
}
