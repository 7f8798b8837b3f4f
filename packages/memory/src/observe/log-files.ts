/** The files behind the event log. Their folder is made, and old sessions are removed, when the first lines come. */
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import { createAppendedFile } from "./appended-file.ts";
import type { EventSink } from "./event-log.ts";
import { createLiveFile } from "./live-file.ts";
import { sessionFileName } from "./log-folder.ts";
import { removeOldSessions } from "./session.ts";

/** A file may be larger by one batch of events. */
const MAX_LIVE_BYTES = 3.75 * 1024 * 1024;

export interface LogFiles extends EventSink {
  /** Makes the session's end durable and lets the files go. Never rejects. */
  close(): Promise<void>;
}

export function createLogFiles(disk: Disk, folder: string, sessionId: string): LogFiles {
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
    async write(lines, sessionLines) {
      await prepare();
      await live.append(encoder.encode(lines));
      if (sessionLines !== "") await session.append(encoder.encode(sessionLines));
    },
    async close() {
      await session.sync().catch(() => undefined); // then the next opening takes this session for interrupted
      await Promise.allSettled([session.close(), live.close()]);
    },
  };
}
