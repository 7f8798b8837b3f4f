/**
 * Event reader: the events that a store has written, for whoever watches it from any process; it takes no lock.
 * Page: docs/format/logs.md, reader duties.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nodeDisk, type Disk } from "@vidmem/frames";
import { decodeEvent, type LogEvent } from "./event.ts";
import { liveFileName, logFolderOf } from "./log-folder.ts";

/** How to read. */
export interface ReadEventsOptions {
  /** How many of the newest events come first, from 0. Default 20. */
  readonly last?: number | undefined;
  /** "follow": waits for new ones until the signal fires, and then ends. Default "stop". */
  readonly atEnd?: "stop" | "follow" | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Changes cost: ms between two looks while following. Default 250. */
  readonly everyMs?: number | undefined;
  readonly disk?: Disk | undefined;
}

const OLDEST = 3;

/** Events of the store in `dir`, oldest first; none when there are no logs. @throws what the disk throws. */
export async function* readEvents(dir: string, options: ReadEventsOptions = {}): AsyncGenerator<LogEvent> {
  const { last = 20, atEnd = "stop", signal, everyMs = 250, disk = nodeDisk() } = options;
  if (!Number.isSafeInteger(last) || last < 0) throw new RangeError("last must be a whole number from 0");
  const folder = logFolderOf(dir);
  let at = 0;
  const newest = await readFrom(disk, join(folder, liveFileName(0)), 0);
  at = newest.endBytes;
  const older: LogEvent[] = [];
  for (let age = 1; age <= OLDEST && older.length + newest.events.length < last; age++) {
    older.unshift(...(await readFrom(disk, join(folder, liveFileName(age)), 0)).events);
  }
  const all = [...older, ...newest.events];
  yield* all.slice(Math.max(0, all.length - last));
  while (atEnd === "follow" && signal?.aborted !== true) {
    const next = await readNew(disk, folder, at);
    at = next.endBytes;
    yield* next.events;
    if (next.events.length === 0) await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

interface Part {
  readonly events: readonly LogEvent[];
  /** Where the next part begins: behind the last line that was ended. */
  readonly endBytes: number;
}

/** What was added since. A file that became shorter is a new one: the rest of the old one is read first. */
async function readNew(disk: Disk, folder: string, at: number): Promise<Part> {
  const live = join(folder, liveFileName(0));
  const sizeBytes = (await disk.stat(live))?.sizeBytes ?? 0;
  if (sizeBytes >= at) return readFrom(disk, live, at);
  const rest = await readFrom(disk, join(folder, liveFileName(1)), at);
  return { events: rest.events, endBytes: 0 };
}

async function readFrom(disk: Disk, path: string, at: number): Promise<Part> {
  const sizeBytes = (await disk.stat(path))?.sizeBytes ?? 0;
  if (sizeBytes <= at) return { events: [], endBytes: at };
  const file = await disk.open(path, "read");
  try {
    const bytes = new Uint8Array(sizeBytes - at);
    const length = await file.read(bytes, at);
    const end = bytes.subarray(0, length).lastIndexOf(0x0a) + 1;
    const lines = new TextDecoder().decode(bytes.subarray(0, end)).split("\n");
    return { events: lines.flatMap((line) => decodeEvent(line) ?? []), endBytes: at + end };
  } finally {
    await file.close();
  }
}
