/**
 * Sessions: one opening for writing, and a file that tells whether it was closed. Page: docs/format/logs.md.
 * Invariant: a session whose file does not end with `close` was interrupted: by a crash, a kill, or a power cut.
 */
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import { readPart } from "../whole-file.ts";
import { decodeEvent } from "./event.ts";
import { sessionFileName, sessionOf } from "./log-folder.ts";

/** How the session before this one ended. */
export interface PreviousSession {
  /**
   * "none": the store is new. "closed": with `close()`. "interrupted": the process ended without it; what was acknowledged is
   * there all the same. "unknown": its log is missing or unreadable.
   */
  readonly ended: "none" | "closed" | "interrupted" | "unknown";
  readonly id?: string | undefined;
  /** ms; of the last event that it wrote into its file. */
  readonly lastEventAt?: number | undefined;
}

const TAIL_BYTES = 4096;
const KEPT_SESSIONS = 20;

/** Looks how the last session ended; a disk that does not say makes it "unknown". */
export async function readPreviousSession(disk: Disk, folder: string): Promise<PreviousSession> {
  try {
    const id = (await sessionsIn(disk, folder)).at(-1);
    if (id === undefined) return { ended: "unknown" };
    const tail = await readPart(disk, join(folder, sessionFileName(id)), { from: "end", maxBytes: TAIL_BYTES });
    const last = decodeEvent(lastLineOf(tail ?? ""));
    if (last === undefined) return { ended: "interrupted", id };
    return { ended: last.event === "close" ? "closed" : "interrupted", id, lastEventAt: last.at };
  } catch {
    return { ended: "unknown" };
  }
}

/** Removes the files of the oldest sessions. @throws what the disk throws. */
export async function removeOldSessions(disk: Disk, folder: string): Promise<void> {
  for (const id of (await sessionsIn(disk, folder)).slice(0, -KEPT_SESSIONS)) {
    await disk.remove(join(folder, sessionFileName(id)));
  }
}

/** Ids of the sessions that have a file, oldest first. */
async function sessionsIn(disk: Disk, folder: string): Promise<string[]> {
  if ((await disk.stat(folder)) === undefined) return [];
  const names = await disk.readdir(folder);
  return names
    .map(({ name }) => sessionOf(name))
    .filter((id) => id !== undefined)
    .toSorted();
}

/** The last line that was ended; a crash may have cut the one after it. */
function lastLineOf(text: string): string {
  const lines = text.split("\n");
  return lines.at(-2) ?? "";
}
