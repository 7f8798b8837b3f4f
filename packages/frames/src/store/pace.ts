/**
 * Pace: lets savers go first. Sealing takes time from the thread that saves, so it waits while saves arrive, unless somebody waits
 * for it or too much has gathered. Source: design log-notes §2b: compressing in the path of a bulk load halves its rate.
 */
import { setTimeout as sleep } from "node:timers/promises";

export interface Pace {
  /** Resolves when it is sealing's turn: at once while nobody saves. */
  turn(): Promise<void>;
}

/** What the pace goes by. */
export interface PaceParts {
  /** When the last commit ended, on the clock of `performance.now`. */
  readonly lastCommitMs: () => number;
  /** Bytes of rows that are not sealed. */
  readonly unsealedBytes: () => number;
  /** Whether somebody waits for background work. */
  readonly isAwaited: () => boolean;
}

const QUIET_MS = 10;
/** Above this, rows are sealed whatever comes: they cost time at the next open, about 1.4 ms a MiB. */
const MAX_UNSEALED_BYTES: number = 256 * 1024 * 1024;

export function createPace({ lastCommitMs, unsealedBytes, isAwaited }: PaceParts): Pace {
  return {
    async turn() {
      while (performance.now() - lastCommitMs() < QUIET_MS && !isAwaited() && unsealedBytes() <= MAX_UNSEALED_BYTES) {
        await sleep(QUIET_MS);
      }
    },
  };
}
