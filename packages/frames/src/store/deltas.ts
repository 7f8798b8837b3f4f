/** Deltas: stores a content that is much like a recent one of its family as the difference. Format: docs/format/delta.md. */
import { encodeDelta } from "../delta/delta.ts";
import { createRecentContents } from "../delta/recent-contents.ts";
import type { DeltaMaker } from "./committer.ts";
import type { RowSegment } from "./row-segment.ts";

export interface Deltas {
  makerFor(family: string): DeltaMaker;
  /** Remembers a content that was just appended, as a base for later ones. */
  remember(family: string, seq: number, content: Uint8Array): void;
  /** Forgets all contents: what comes next has no base. */
  clear(): void;
  /** How many frames became deltas, and the bytes that this saved. */
  readonly count: number;
  readonly savedBytes: number;
}

/** A base must lie in the same segment, so what is remembered is dropped when a new one begins. */
export function createDeltas(): Deltas {
  const recent = createRecentContents();
  let segment: RowSegment | undefined;
  let depthOfLast = 0;
  let count = 0;
  let savedBytes = 0;

  return {
    makerFor: (family) => (into, seq, content) => {
      if (into !== segment) {
        recent.clear();
        segment = into;
      }
      depthOfLast = 0;
      const base = recent.find(family, content);
      const delta = base === undefined ? undefined : encodeDelta(base.content, content, seq - base.seq);
      if (base === undefined || delta === undefined) return undefined;
      depthOfLast = base.depth + 1;
      count++;
      savedBytes += content.length - delta.length;
      return delta;
    },
    remember(family, seq, content) {
      recent.add(family, { seq, content, depth: depthOfLast });
      depthOfLast = 0;
    },
    clear() {
      recent.clear();
      depthOfLast = 0;
    },
    get count() {
      return count;
    },
    get savedBytes() {
      return savedBytes;
    },
  };
}
