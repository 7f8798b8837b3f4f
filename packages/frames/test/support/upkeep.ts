/** Stores of many small segments, and every byte that a disk holds, for the tests of upkeep. */
import { join } from "node:path";
import type { Disk, FrameInput, FrameLog, OpenFrameLogOptions, StoredFrame } from "../../src/index.ts";
import { salvageChunks } from "../../src/sealed/salvage.ts";
import { openFrameLog } from "../../src/store/open.ts";
import { copyStored } from "./plain-frames.ts";
import { NOW, readWhole } from "./stores.ts";

export const DAY_MS: number = 24 * 3600 * 1000;

/** Opens a store whose segments are a few rows long. */
export function openSmall(disk: Disk, options: Partial<OpenFrameLogOptions> = {}): Promise<FrameLog> {
  return openFrameLog({ dir: "/s", disk, rowBytes: 2048, segmentBytes: 64 * 1024, clock: () => NOW, ...options });
}

/** A content that no other has, long enough to be looked for. */
export function secret(number: number): Uint8Array {
  const words = `${(number * 7919).toString(36)} lives at ${(number * 104_729).toString(36)}`;
  return new TextEncoder().encode(`Secret ${number}: ${words}, ${(number * 31_337).toString(36)}`);
}

/** Appends frames and waits until all are durable. */
export async function appendAll(log: FrameLog, inputs: readonly FrameInput[]): Promise<readonly number[]> {
  const appended = inputs.map((input) => log.append(input));
  await Promise.all(appended.map(({ durable }) => durable));
  return appended.map(({ seq }) => seq);
}

export async function allFrames(log: FrameLog): Promise<StoredFrame[]> {
  const frames: StoredFrame[] = [];
  for await (const frame of log.scan()) frames.push(copyStored(frame));
  return frames;
}

/** Paths of all files below a folder. */
export async function filesBelow(disk: Disk, folder: string): Promise<string[]> {
  if ((await disk.stat(folder)) === undefined) return [];
  const files: string[] = [];
  for (const { name, type } of await disk.readdir(folder)) {
    if (type === "directory") files.push(...(await filesBelow(disk, join(folder, name))));
    else files.push(join(folder, name));
  }
  return files.toSorted();
}

/** Files below a folder in which bytes lie: as they are, or deflated in a chunk. */
export async function filesWith(disk: Disk, folder: string, wanted: Uint8Array): Promise<string[]> {
  const found: string[] = [];
  for (const path of await filesBelow(disk, folder)) {
    const isThere =
      Buffer.from(await readWhole(disk, path)).includes(Buffer.from(wanted)) || (await isInChunks(disk, path, wanted));
    if (isThere) found.push(path);
  }
  return found;
}

async function isInChunks(disk: Disk, path: string, wanted: Uint8Array): Promise<boolean> {
  const file = await disk.open(path, "read");
  try {
    for (const { chunk } of salvageChunks(file)) {
      for (let slot = 0; slot < chunk.count; slot++) {
        const { content, metadata } = chunk.frame(slot);
        if ([content, metadata].some((bytes) => Buffer.from(bytes).includes(Buffer.from(wanted)))) return true;
      }
    }
    return false;
  } finally {
    await file.close();
  }
}

/** Changes one byte of a file. */
export async function flipByte(disk: Disk, path: string, at: number): Promise<void> {
  const file = await disk.open(path, "write");
  const byte = new Uint8Array(1);
  await file.read(byte, at);
  byte[0] = (byte[0] ?? 0) ^ 0x55;
  await file.write(byte, at);
  await file.sync();
  await file.close();
}
