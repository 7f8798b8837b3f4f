/**
 * Pace: lets savers go first. Sealing takes time from the thread that saves, so it waits while saves arrive, and when saves never cease
 * it takes small steps, the faster the more rows have gathered. Source: design log-notes §2b: compressing in the path of a bulk
 * load halves its rate. On a thread of its own sealing still takes disk and processor from savers who wait for each save
 * (64 of them lost a fifth of their rate), so it waits for them too, but not for bulk loads.
 * Invariant: above MAX_UNSEALED_BYTES, and while somebody waits for it, sealing never waits.
 */
import { setTimeout as sleepFor } from "node:timers/promises";

export interface Pace {
  /** Resolves when it is sealing's turn to take a step: at once while nobody saves. */
  turn(): Promise<void>;
}

/** What the pace goes by. */
export interface PaceParts {
  /** When rows last waited for the disk, on the clock of `performance.now`. */
  readonly lastBusyMs: () => number;
  /** When savers last waited for a save of their own, on the same clock. */
  readonly lastSmallMs: () => number;
  /** Bytes of rows that are not sealed. */
  readonly unsealedBytes: () => number;
  /** Whether somebody waits for background work. */
  readonly isAwaited: () => boolean;
  /** Whether sealing takes its time from another thread. */
  readonly isElsewhere: () => boolean;
  readonly sleep?: ((ms: number) => Promise<unknown>) | undefined;
}

const MIB: number = 1024 * 1024;
const QUIET_MS = 10;
/** Below this, rows may wait for a quiet moment: they cost time at the next open, about 1 ms a MiB. */
const EASY_UNSEALED_BYTES: number = 32 * MIB;
/** Above this, rows are sealed whatever comes. */
const MAX_UNSEALED_BYTES: number = 256 * MIB;
/** Between two steps beside savers, when rows have just begun to be too many. A step takes about 1 ms of the thread. */
const LONGEST_REST_MS = 50;

export function createPace(parts: PaceParts): Pace {
  const { lastBusyMs, lastSmallMs, unsealedBytes, isAwaited, isElsewhere, sleep = sleepFor } = parts;
  const lastMs = (): number => (isElsewhere() ? lastSmallMs() : lastBusyMs());
  const isBusy = (): boolean => performance.now() - lastMs() < QUIET_MS && !isAwaited();
  return {
    async turn() {
      while (isBusy()) {
        const excess01 = (unsealedBytes() - EASY_UNSEALED_BYTES) / (MAX_UNSEALED_BYTES - EASY_UNSEALED_BYTES);
        if (excess01 <= 0) await sleep(QUIET_MS);
        else if (excess01 < 1) return void (await sleep(LONGEST_REST_MS * (1 - excess01)));
        else return;
      }
    },
  };
}
