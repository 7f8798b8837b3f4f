/**
 * Observer: watches one opening of a store. It measures operations, keeps the event log and the session's file, and writes
 * snapshots. Page: docs/format/logs.md.
 * Invariant L3: nothing here delays or fails an operation; a read-only store is measured, and nothing is written.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { isVidmemError, type Disk } from "@vidmem/frames";
import { createAppendedFile } from "./appended-file.ts";
import type { EventFields } from "./event.ts";
import { createEventLog, type EventLog, type EventLogFigures, type EventSink } from "./event-log.ts";
import { createLiveFile } from "./live-file.ts";
import { createSessionId, logFolderOf, sessionFileName } from "./log-folder.ts";
import { createMeter, type Meter } from "./meter.ts";
import { readPreviousSession, removeOldSessions, type PreviousSession } from "./session.ts";
import { readSnapshot, writeSnapshot, type LastBackup, type Snapshot } from "./snapshot-file.ts";

/** How to observe. */
export interface ObserverOptions {
  readonly disk: Disk;
  /** The store's folder. */
  readonly dir: string;
  readonly clock: () => number;
  /** Whether anything is written. */
  readonly logs: "on" | "off";
  /** Whether the store was made just now, so that there is no session before this one. */
  readonly isNew: boolean;
}

export interface Observer {
  readonly session: { readonly id: string; readonly openedAt: number };
  readonly previous: PreviousSession;
  readonly meter: Meter;
  readonly lastBackup: LastBackup | undefined;
  /** The session is open: says so in the log, and takes snapshots of these figures from now on. */
  begin(fields: EventFields, metrics: () => Readonly<Record<string, number>>): void;
  emit(event: string, fields: EventFields, options?: { readonly isOfSession?: boolean | undefined }): void;
  noteBackup(backup: LastBackup): void;
  events(): EventLogFigures;
  /** The newest snapshot on the disk, whoever wrote it. */
  readSnapshot(): Promise<Snapshot | undefined>;
  /** Writes what waits, the end of the session when `isDurable`, and the last snapshot. Never rejects. */
  close(isDurable: boolean): Promise<void>;
}

const SNAPSHOT_EVERY_MS = 60_000;
const MAX_LIVE_BYTES = 3.75 * 1024 * 1024;
/** Of at most 256 bytes each; the close comes on top. */
const MAX_SESSION_EVENTS = 1000;

export async function createObserver({ disk, dir, clock, logs, isNew }: ObserverOptions): Promise<Observer> {
  const folder = logFolderOf(dir);
  const openedAt = clock();
  const session = { id: createSessionId(openedAt, randomBytes(4)), openedAt };
  const [previous, carried] = await Promise.all([
    isNew ? ({ ended: "none" } as const) : readPreviousSession(disk, folder),
    readSnapshot(disk, folder),
  ]);
  const files = createFiles(disk, folder, session.id);
  const log: EventLog | undefined = logs === "on" ? createEventLog(files.sink, clock) : undefined;
  const meter = createMeter();
  let lastBackup = carried?.lastBackup ?? undefined;
  let metrics = (): Readonly<Record<string, number>> => ({});
  let timer: NodeJS.Timeout | undefined;
  let countAtSnapshot = 0;
  let sessionEvents = 0;

  const emit: Observer["emit"] = (event, fields, { isOfSession = false } = {}) => {
    const isKept = isOfSession && sessionEvents++ < MAX_SESSION_EVENTS;
    log?.emit({ at: clock(), event, ...fields }, { isOfSession: isKept });
  };

  async function takeSnapshot(state: Snapshot["state"]): Promise<void> {
    countAtSnapshot = meter.count;
    try {
      const figures = { at: clock(), session: session.id, openedAt, state, lastBackup: lastBackup ?? null };
      await writeSnapshot(disk, folder, { ...figures, metrics: metrics() });
    } catch {
      // The next one says the same and more: a snapshot that could not be written is worth no error.
    }
  }

  return {
    session,
    previous,
    meter,
    get lastBackup() {
      return lastBackup;
    },
    begin(fields, source) {
      metrics = source;
      if (log === undefined) return;
      emit("open", { session: session.id, previous: previous.ended, ...fields }, { isOfSession: true });
      void log.flush(); // so that a crash from now on is known to the next opening
      timer = setInterval(() => {
        if (meter.count !== countAtSnapshot) void takeSnapshot("open");
      }, SNAPSHOT_EVERY_MS).unref();
    },
    emit,
    noteBackup: (backup) => void (lastBackup = backup),
    events: () => log?.figures() ?? { written: 0, dropped: 0, waiting: 0, failures: 0 },
    readSnapshot: () => readSnapshot(disk, folder),
    async close(isDurable) {
      clearInterval(timer);
      if (log === undefined) return;
      await log.flush(); // which makes the folder
      await takeSnapshot("closed");
      const { count: operations, failures } = meter;
      const { dropped } = log.figures();
      if (isDurable) {
        log.emit({ at: clock(), event: "close", operations, failures, dropped }, { isOfSession: true });
      }
      await log.close();
      await files.close();
    },
  };
}

/** The code of an error, or its name: never its message, which may speak of contents. */
export function codeOf(error: unknown): string {
  if (isVidmemError(error)) return error.code;
  return error instanceof Error ? error.name : "unknown";
}

/** The files behind the log; their folder is made, and old sessions are removed, when the first lines come. */
function createFiles(
  disk: Disk,
  folder: string,
  sessionId: string,
): { readonly sink: EventSink; close(): Promise<void> } {
  const live = createLiveFile({ disk, folder, maxBytes: MAX_LIVE_BYTES });
  const session = createAppendedFile(disk, join(folder, sessionFileName(sessionId)));
  const encoder = new TextEncoder();
  let isPrepared = false;

  async function prepare(): Promise<void> {
    if (isPrepared) return;
    await disk.mkdir(folder);
    await removeOldSessions(disk, folder);
    isPrepared = true;
  }

  return {
    sink: {
      async write(lines, sessionLines) {
        await prepare();
        await live.append(encoder.encode(lines));
        if (sessionLines !== "") await session.append(encoder.encode(sessionLines));
      },
    },
    async close() {
      await session.sync().catch(() => undefined);
      await Promise.allSettled([session.close(), live.close()]);
    },
  };
}
