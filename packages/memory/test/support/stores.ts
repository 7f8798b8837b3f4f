/** Temporary stores and small helpers for the tests of this room. */
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryDisk, openFrameLog, type Disk, type FrameInput } from "@vidmem/frames";
import {
  openMemory,
  type Memory,
  type MemoryStore,
  type OpenMemoryOptions,
  type StoreViolation,
} from "../../src/index.ts";

/** 2026-11-21T00:00:00.000Z. */
export const NOW = 1_795_219_200_000;

/** Makes an empty folder and removes it after `use`. */
export async function withFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = fs.mkdtempSync(join(tmpdir(), "vidmem-memory-"));
  try {
    return await use(dir);
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** A clock that is one millisecond later at each look. */
export function tickingClock(start: number = NOW): (() => number) & { now: number } {
  const clock = Object.assign(() => ++clock.now, { now: start });
  return clock;
}

/** Opens a store (in memory, and without background scoring, unless options say otherwise), uses it, closes it. */
export async function withStore<T>(
  use: (store: MemoryStore) => Promise<T>,
  options: Partial<OpenMemoryOptions> = {},
): Promise<T> {
  const store = await openMemory({
    dir: "/store",
    disk: memoryDisk(),
    clock: () => NOW,
    scoring: "when-asked",
    ...options,
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

/** A disk and a way to open stores on it one after another. */
export function storesOn(disk: Disk = memoryDisk(), options: Partial<OpenMemoryOptions> = {}) {
  return <T>(use: (store: MemoryStore) => Promise<T>, more: Partial<OpenMemoryOptions> = {}): Promise<T> =>
    withStore(use, { disk, ...options, ...more });
}

/** Appends frames through the log alone, as another program would. */
export async function writeFrames(disk: Disk, frames: readonly FrameInput[], dir = "/store"): Promise<void> {
  const log = await openFrameLog({ dir, disk, clock: () => NOW });
  for (const frame of frames) log.append(frame);
  await log.close();
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Every memory without its accesses, by id. */
export async function contentsOf(store: MemoryStore): Promise<Map<string, Omit<Memory, "accessCount">>> {
  const memories = new Map<string, Omit<Memory, "accessCount">>();
  for await (const memory of store.stream()) {
    const { accessCount: _, lastAccessed: _last, ...rest } = memory;
    memories.set(memory.id, rest);
  }
  return memories;
}

export function violationsOf(store: MemoryStore): Promise<StoreViolation[]> {
  return toArray(store.verify());
}

/** The lines as a source of bytes for `import`. */
export function linesOf(...lines: readonly string[]): Uint8Array[] {
  return [bytesOf(lines.map((line) => `${line}\n`).join(""))];
}

/** A promise's error. */
export async function errorOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected an error");
}
