/**
 * Lookup: from ids and fingerprints to places in history, queued frames included. After a failed commit its frames are lost, and
 * what was there before is the newest again.
 */
import type { FrameId } from "../frame-id.ts";
import type { Committer } from "./committer.ts";
import type { History } from "./history.ts";

export interface Lookup {
  /** Frames up to this seq may be shown. */
  readonly committedSeq: number;
  /** The seq of the newest frame with an id. */
  newest(id: FrameId): number | undefined;
  /** The seqs of the frames with an id, newest first. */
  withId(id: FrameId): Iterable<number>;
  /** The seqs of the frames with a fingerprint, newest first. */
  withFingerprint(fingerprint: Uint8Array): Iterable<number>;
  /** Waits for the commit of a frame that is queued. @returns whether the frame is committed. */
  settle(seq: number): Promise<boolean>;
  /** Forgets what was looked up of an id: it has a newer frame. */
  forget(id: FrameId): void;
  /** Forgets all that was looked up: frames have gone. */
  clear(): void;
}

/** Newest seqs that are kept of ids that were read lately. */
const KEPT_IDS = 1000;

/** @param committer of a log that is open for writing. */
export function createLookup(history: History, committer: Committer | undefined): Lookup {
  const kept = new Map<FrameId, number>();
  const committedSeq = (): number => committer?.committedSeq ?? history.lastSeq;
  const isLost = (seq: number): boolean => committer?.poisoned === true && seq > committedSeq();

  return {
    get committedSeq() {
      return committedSeq();
    },
    newest(id) {
      const known = kept.get(id);
      if (known !== undefined && !isLost(known)) return known;
      for (const seq of history.withId(id)) {
        if (isLost(seq)) continue;
        if (kept.size >= KEPT_IDS) kept.clear();
        kept.set(id, seq);
        return seq;
      }
      return undefined;
    },
    withId: (id) => (committer?.poisoned === true ? upTo(committedSeq(), history.withId(id)) : history.withId(id)),
    withFingerprint(fingerprint) {
      const seqs = history.withFingerprint(fingerprint);
      return committer?.poisoned === true ? upTo(committedSeq(), seqs) : seqs;
    },
    async settle(seq) {
      if (seq > committedSeq()) await committer?.settle(seq);
      return seq <= committedSeq();
    },
    forget: (id) => void kept.delete(id),
    clear: () => kept.clear(),
  };
}

function* upTo(lastSeq: number, seqs: Iterable<number>): Generator<number, void, undefined> {
  for (const seq of seqs) if (seq <= lastSeq) yield seq;
}
