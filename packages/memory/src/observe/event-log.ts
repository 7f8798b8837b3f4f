/**
 * Event log: takes events at once, writes them later in batches, and never lets anybody wait or fail.
 * Invariants: at most `MAX_WAITING` events wait, those beyond are counted as dropped and the count is written; one batch is
 * written at a time, and asking for a flush from anywhere, any number of times, cannot lock.
 */
import { encodeEvent, type LogEvent } from "./event.ts";

const MAX_WAITING = 1000;
const WRITE_AFTER_MS = 250;

/** Where the lines of a batch go. It may fail: then the batch is counted as dropped. */
export interface EventSink {
  /** `sessionLines`: those of the events that belong into the file of the session, too. */
  write(lines: string, sessionLines: string): Promise<void>;
}

/** Figures of the log. */
export interface EventLogFigures {
  readonly written: number;
  /** Came faster than they could be written, or met a disk that did not take them. */
  readonly dropped: number;
  readonly waiting: number;
  /** Batches that the disk did not take. */
  readonly failures: number;
}

export interface EventLog {
  /** The event is made only when there is room for it: where thousands come in a second, making them costs more than anything else here. */
  emit(make: () => LogEvent, options?: { readonly isOfSession?: boolean | undefined }): void;
  /** Resolves when everything emitted so far was written or dropped. Never rejects. */
  flush(): Promise<void>;
  figures(): EventLogFigures;
  /** Takes no more events; resolves as `flush`. */
  close(): Promise<void>;
}

interface Waiting {
  readonly event: LogEvent;
  readonly isOfSession: boolean;
}

export function createEventLog(sink: EventSink, clock: () => number): EventLog {
  let waiting: Waiting[] = [];
  const counts = { written: 0, dropped: 0, failures: 0 };
  let untold = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isClosed = false;

  async function writeBatches(): Promise<void> {
    while (waiting.length > 0 || untold > 0) {
      const batch = takeBatch();
      try {
        await sink.write(linesOf(batch), linesOf(batch.filter(({ isOfSession }) => isOfSession)));
        counts.written += batch.length;
      } catch {
        counts.failures++;
        counts.dropped += batch.length;
        break; // what waits is tried with the next events, not now: the disk does not take them
      }
    }
  }

  function takeBatch(): Waiting[] {
    const batch = waiting;
    waiting = [];
    if (untold > 0) batch.push({ event: { at: clock(), event: "dropped", count: untold }, isOfSession: false });
    untold = 0;
    return batch;
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (writing !== undefined) {
      await writing;
      if (waiting.length > 0) await flush();
      return;
    }
    // Not at once: a flush from inside the sink must find that this one is under way.
    writing = Promise.resolve().then(writeBatches);
    await writing;
    writing = undefined;
  }

  return {
    emit(make, { isOfSession = false } = {}) {
      if (isClosed) return;
      if (waiting.length >= MAX_WAITING) {
        counts.dropped++;
        untold++;
      } else {
        waiting.push({ event: make(), isOfSession });
      }
      // The log alone keeps no process alive.
      timer ??= setTimeout(() => void flush(), WRITE_AFTER_MS).unref();
    },
    flush,
    figures: () => ({ ...counts, waiting: waiting.length }),
    async close() {
      isClosed = true;
      await flush();
    },
  };
}

function linesOf(batch: readonly Waiting[]): string {
  return batch.map(({ event }) => encodeEvent(event)).join("");
}
