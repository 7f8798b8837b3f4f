/**
 * Known: what the campaigns run with, and what the present log is known to fail. Only ever remove from the two lists.
 */

/** How hard each crash point is tried: see CampaignOptions. */
export const EFFORT = { adversaries: 1, secondLifeEvery: 6, recoveryEvery: 60 } as const;

/** Kinds of violations that `verify` reports after a crash although nothing is wrong. One that no longer comes fails the campaign. */
const KNOWN_VIOLATIONS: readonly string[] = [];

/**
 * The same under "interval" and "none", where several groups wait for one sync: a later group may survive without an earlier one.
 * Nothing of it was acknowledged, but the log takes the missing one for damage.
 */
const KNOWN_UNSYNCED_VIOLATIONS: readonly string[] = ["damaged-frame", "missing-frames", "missing-segment"];

/**
 * Operations that the log does not survive, by name. "failing sync": after a failed fsync the page cache shows rows that are not on
 * the disk; reopening believes them and goes on in the same file, and the next power cut takes them out from under later frames.
 */
const KNOWN_FAILURES: readonly string[] = [];

/** The lists as a campaign takes them. */
export const KNOWN = {
  tolerates: new Set(KNOWN_VIOLATIONS),
  toleratesUnsynced: new Set(KNOWN_UNSYNCED_VIOLATIONS),
  without: KNOWN_FAILURES,
} as const;
