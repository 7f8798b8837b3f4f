/**
 * File pool: segments opened for reading, at most CAPACITY at a time, least recently used closed first.
 * Invariant: a file is closed only when no read of it is under way.
 */
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { FramesError, ioError } from "../errors.ts";

const CAPACITY = 64;

interface Slot {
  readonly file: Promise<DiskFile>;
  users: number;
}

/** Reads from the segments of one store. */
export interface FilePool {
  /** Fills `into` from a segment; resolves to the bytes read. @throws FRAMES_IO, FRAMES_CLOSED. */
  read(file: string, into: Uint8Array, position: number): Promise<number>;
  /** Waits for reads under way, then closes all files. */
  close(): Promise<void>;
}

/** Creates a pool over the store's folder. */
export function createFilePool(disk: Disk, dir: string): FilePool {
  const slots = new Map<string, Slot>();
  const active = new Set<Promise<unknown>>();
  let closed = false;

  const slotFor = (file: string): Slot => {
    const slot = slots.get(file) ?? { file: disk.open(join(dir, file), "read"), users: 0 };
    slots.delete(file); // and set again: the map's order is the order of use
    slots.set(file, slot);
    return slot;
  };
  const trim = async (): Promise<void> => {
    for (const [file, slot] of slots) {
      if (slots.size <= CAPACITY) return;
      if (slot.users > 0) continue;
      slots.delete(file);
      await closeSlot(slot);
    }
  };
  const readFrom = async (file: string, into: Uint8Array, position: number): Promise<number> => {
    const slot = slotFor(file);
    slot.users++;
    try {
      return await (await slot.file).read(into, position);
    } catch (cause) {
      if (slots.get(file) === slot) slots.delete(file); // open it anew next time
      throw ioError("read", join(dir, file), cause);
    } finally {
      slot.users--;
      if (slots.get(file) !== slot && slot.users === 0) await closeSlot(slot);
      if (slots.size > CAPACITY) await trim();
    }
  };
  return {
    read: async (file, into, position) => {
      if (closed) throw closedError(dir);
      const reading = readFrom(file, into, position);
      active.add(reading);
      try {
        return await reading;
      } finally {
        active.delete(reading);
      }
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(active);
      for (const slot of slots.values()) await closeSlot(slot);
      slots.clear();
    },
  };
}

/** The error of every call after close. */
export function closedError(dir: string): FramesError {
  return new FramesError("FRAMES_CLOSED", `The store was closed (${dir}). Open it again.`, { details: { path: dir } });
}

async function closeSlot(slot: Slot): Promise<void> {
  await slot.file.then(
    (file) => file.close(),
    () => undefined, // it never opened: whoever asked for it got the error
  );
}
