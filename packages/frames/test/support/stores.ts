/** Temporary stores, small frames and the disk's bytes, for the tests of this room. */
import fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Disk, FrameInput, FrameLog, StoredFrame, Violation } from "../../src/index.ts";
import { openFrameLog } from "../../src/index.ts";

/** 2026-11-21T00:00:00.000Z. */
export const NOW = 1_795_219_200_000;
/** The folder in which segments of that month lie. */
export const MONTH = "shards/2026/11";
/** The first segment of a version-1 store. */
export const V1_SEGMENT: string = `${MONTH}/000001.frames`;

/** Makes an empty folder and removes it after `use`. */
export async function withFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(join(tmpdir(), "vidmem-frames-"));
  try {
    return await use(dir);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function textOf(frame: StoredFrame | undefined): string | undefined {
  return frame === undefined ? undefined : new TextDecoder().decode(frame.content);
}

/** Appends texts to a log and waits until all are durable. */
export async function appendTexts(log: FrameLog, texts: readonly string[]): Promise<void> {
  const inputs: FrameInput[] = texts.map((text) => ({ content: bytesOf(text) }));
  await Promise.all(inputs.map((input) => log.append(input).durable));
}

/** All texts of a log, in order of seq; also checks that seqs have no gaps. */
export async function allTexts(log: FrameLog): Promise<string[]> {
  const texts: string[] = [];
  for await (const frame of log.scan()) {
    texts.push(textOf(frame) ?? "");
    if (frame.seq !== texts.length) throw new Error(`seq ${frame.seq} at place ${texts.length}`);
  }
  return texts;
}

export async function violationsOf(log: FrameLog): Promise<Violation[]> {
  const found: Violation[] = [];
  for await (const violation of log.verify()) found.push(violation);
  return found;
}

/** The names in a folder of a store, sorted; none when it is missing. */
export async function namesIn(disk: Disk, dir: string, folder: string = MONTH): Promise<string[]> {
  if ((await disk.stat(join(dir, folder))) === undefined) return [];
  return (await disk.readdir(join(dir, folder))).map(({ name }) => name).toSorted();
}

/** Writes one segment on a disk, bypassing the log. */
export async function plantSegment(
  disk: Disk,
  dir: string,
  plant: { readonly file: string; readonly bytes: Uint8Array },
): Promise<void> {
  const path = join(dir, plant.file);
  const missing: string[] = [];
  for (let at = dirname(path); (await disk.stat(at)) === undefined; at = dirname(at)) missing.unshift(at);
  for (const folder of missing) await disk.mkdir(folder);
  const file = await disk.open(path, "create");
  await file.write(plant.bytes, 0);
  await file.close();
}

/** Reads a whole file of a disk. */
export async function readWhole(disk: Disk, path: string): Promise<Uint8Array> {
  const file = await disk.open(path, "read");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  await file.close();
  return bytes;
}

/** Opens a log, uses it, closes it. */
export async function withLog<T>(
  options: Parameters<typeof openFrameLog>[0],
  use: (log: FrameLog) => Promise<T>,
): Promise<T> {
  const log = await openFrameLog({ clock: () => NOW, ...options });
  try {
    return await use(log);
  } finally {
    await log.close();
  }
}
