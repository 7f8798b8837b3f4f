/** Names under `<dir>/logs/`. Page: docs/format/logs.md. */
import { join } from "node:path";

const LOGS = "logs";
const SESSION = /^session-(\d{8}T\d{9}Z-[0-9a-f]{8})\.ndjson$/;

/** Where a store writes about itself. */
export function logFolderOf(dir: string): string {
  return join(dir, LOGS);
}

/** The newest events (0), or older ones (1 and up). */
export function liveFileName(age: number): string {
  return age === 0 ? "live.ndjson" : `live.${age}.ndjson`;
}

export const SNAPSHOT_FILE = "snapshot.json";

export function sessionFileName(sessionId: string): string {
  return `session-${sessionId}.ndjson`;
}

/** The session of a file name; `undefined` for other files. */
export function sessionOf(fileName: string): string | undefined {
  return SESSION.exec(fileName)?.[1];
}

/** Sorts by time of opening. `random` is 4 bytes. */
export function createSessionId(openedAt: number, random: Uint8Array): string {
  const time = new Date(openedAt).toISOString().replaceAll(/[-:.]/g, "");
  return `${time}-${Buffer.from(random).toString("hex")}`;
}
