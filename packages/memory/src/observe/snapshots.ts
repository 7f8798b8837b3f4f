/** Snapshots of a session: every minute in which something happened, and at its end. */
import type { Disk } from "@vidmem/frames";
import type { Metrics } from "./metrics.ts";
import { writeSnapshot, type Snapshot } from "./snapshot-file.ts";

const EVERY_MS = 60_000;

/** What a snapshot says besides its time and its figures. */
export type SessionFields = Pick<Snapshot, "session" | "openedAt" | "lastBackup">;

export interface SnapshotsOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly clock: () => number;
  readonly fields: () => SessionFields;
  /** How much happened so far. */
  readonly happened: () => number;
}

export interface Snapshots {
  /** From now on snapshots are taken of these figures. */
  begin(metrics: () => Metrics): void;
  /** Takes the last one, and no more. Never rejects. */
  end(): Promise<void>;
}

export function createSnapshots({ disk, folder, clock, fields, happened }: SnapshotsOptions): Snapshots {
  let metrics = (): Metrics => ({});
  let timer: NodeJS.Timeout | undefined;
  let happenedBefore = 0;

  async function take(state: Snapshot["state"]): Promise<void> {
    happenedBefore = happened();
    try {
      await writeSnapshot(disk, folder, { at: clock(), ...fields(), state, metrics: metrics() });
    } catch {
      // The next one says the same and more: a snapshot that could not be written is worth no error.
    }
  }

  return {
    begin(source) {
      metrics = source;
      // Snapshots alone keep no process alive.
      timer = setInterval(() => {
        if (happened() !== happenedBefore) void take("open");
      }, EVERY_MS).unref();
    },
    end() {
      clearInterval(timer);
      return take("closed");
    },
  };
}
