/** What a store wrote about itself, read from its disk. */
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import type { LogEvent } from "../../src/index.ts";
import { decodeEvent } from "../../src/observe/event.ts";
import { logFolderOf } from "../../src/observe/log-folder.ts";

export async function readAll(disk: Disk, path: string): Promise<string> {
  const stat = await disk.stat(path);
  if (stat === undefined) return "";
  const file = await disk.open(path, "read");
  const bytes = new Uint8Array(stat.sizeBytes);
  await file.read(bytes, 0);
  await file.close();
  return new TextDecoder().decode(bytes);
}

/** Names and texts of everything under logs/. */
export async function logFiles(disk: Disk, dir = "/store"): Promise<Map<string, string>> {
  const folder = logFolderOf(dir);
  if ((await disk.stat(folder)) === undefined) return new Map();
  const names = (await disk.readdir(folder)).map(({ name }) => name);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readAll(disk, join(folder, name))] as const)),
  );
}

export function eventsIn(text: string): LogEvent[] {
  return text.split("\n").flatMap((line) => decodeEvent(line) ?? []);
}

export async function liveEvents(disk: Disk): Promise<LogEvent[]> {
  return eventsIn((await logFiles(disk)).get("live.ndjson") ?? "");
}
