/**
 * Observer: watches one opening of a store. It measures operations, keeps the event log and the session's file, and writes
 * snapshots. Page: docs/format/logs.md.
 * Invariant L3: nothing here delays or fails an operation; a read-only store is measured, and nothing is written.
 */
import { randomBytes } from "node:crypto";
import { isVidmemError, type Disk } from "@vidmem/frames";
import type { EventFields } from "./event.ts";
import { createEventLog, type EventLogFigures } from "./event-log.ts";
import { createLogFiles } from "./log-files.ts";
import { createSessionId, logFolderOf } from "./log-folder.ts";
import { createMeter, type Meter } from "./meter.ts";
import type { Metrics } from "./metrics.ts";
import { readPreviousSession, type PreviousSession } from "./session.ts";
import { readSnapshot, type LastBackup, type Snapshot } from "./snapshot-file.ts";
import { createSnapshots, type SessionFields } from "./snapshots.ts";

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
  begin(fields: EventFields, metrics: () => Metrics): void;
  /** Tells an event; its fields are asked for at once, or never when there is no room. */
  emit(event: string, fieldsOf: () => EventFields, options?: { readonly isOfSession?: boolean | undefined }): void;
  noteBackup(backup: LastBackup): void;
  events(): EventLogFigures;
  /** The newest snapshot on the disk, whoever wrote it. */
  readSnapshot(): Promise<Snapshot | undefined>;
  /** Writes what waits, the end of the session when `isDurable`, and the last snapshot. Never rejects. */
  close(isDurable: boolean): Promise<void>;
}

/** Of at most 256 bytes each; the close comes on top. */
const MAX_SESSION_EVENTS = 1000;
const NO_EVENTS: EventLogFigures = { written: 0, dropped: 0, waiting: 0, failures: 0 };

export async function createObserver({ disk, dir, clock, logs, isNew }: ObserverOptions): Promise<Observer> {
  const folder = logFolderOf(dir);
  const openedAt = clock();
  const session = { id: createSessionId(openedAt, randomBytes(4)), openedAt };
  const [previous, carried] = await Promise.all([
    isNew ? ({ ended: "none" } as const) : readPreviousSession(disk, folder),
    readSnapshot(disk, folder),
  ]);
  const meter = createMeter();
  let lastBackup = carried?.lastBackup ?? undefined;
  const fields = (): SessionFields => ({ session: session.id, openedAt, lastBackup: lastBackup ?? null });
  const snapshots = createSnapshots({ disk, folder, clock, fields, happened: () => meter.count });
  const record = logs === "on" ? createRecord({ disk, folder, clock, session: session.id }) : undefined;

  return {
    session,
    previous,
    meter,
    get lastBackup() {
      return lastBackup;
    },
    begin(fields, metrics) {
      if (record === undefined) return;
      record.emit("open", () => ({ session: session.id, previous: previous.ended, ...fields }), { isOfSession: true });
      void record.flush(); // so that a crash from now on is known to the next opening
      snapshots.begin(metrics);
    },
    emit: (event, fieldsOf, options) => record?.emit(event, fieldsOf, options),
    noteBackup: (backup) => void (lastBackup = backup),
    events: () => record?.figures() ?? NO_EVENTS,
    readSnapshot: () => readSnapshot(disk, folder),
    async close(isDurable) {
      if (record === undefined) return;
      await record.flush(); // which makes the folder
      await snapshots.end();
      const { count: operations, failures } = meter;
      await record.close(isDurable ? { operations, failures, dropped: record.figures().dropped } : undefined);
    },
  };
}

/** The code of an error, or its name: never its message, which may speak of contents. */
export function codeOf(error: unknown): string {
  if (isVidmemError(error)) return error.code;
  return error instanceof Error ? error.name : "unknown";
}

/** The events of this session, on their way into the files. */
interface SessionRecord {
  readonly emit: Observer["emit"];
  flush(): Promise<void>;
  figures(): EventLogFigures;
  /** Ends with a `close` of these fields, when there are any. */
  close(fields: EventFields | undefined): Promise<void>;
}

function createRecord({
  disk,
  folder,
  clock,
  session,
}: Pick<ObserverOptions, "disk" | "clock"> & { readonly folder: string; readonly session: string }): SessionRecord {
  const files = createLogFiles(disk, folder, session);
  const log = createEventLog(files, clock);
  let sessionEvents = 0;
  return {
    emit(event, fieldsOf, { isOfSession = false } = {}) {
      const isKept = isOfSession && sessionEvents++ < MAX_SESSION_EVENTS;
      log.emit(() => ({ at: clock(), event, ...fieldsOf() }), { isOfSession: isKept });
    },
    flush: () => log.flush(),
    figures: () => log.figures(),
    async close(fields) {
      if (fields !== undefined) log.emit(() => ({ at: clock(), event: "close", ...fields }), { isOfSession: true });
      await log.close();
      await files.close();
    },
  };
}
