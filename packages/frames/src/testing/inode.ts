/**
 * Inode: one file as the process sees it (live), as it would be after power loss if nothing pending survived (durable), and
 * the changes in between, oldest first.
 * Invariants: changes of size reach the disk in their order, as a journal replays them; data reach it by sectors in any
 * combination; what a settled truncation cut off never comes back.
 */
import { createImage, forkImage, resizeImage, setBlock, trimBlock, trimSectors, writeImage } from "./sectors.ts";
import type { FileImage } from "./sectors.ts";

/** A write or truncation that power loss may undo. */
export interface PendingChange {
  readonly step: number;
  readonly type: "write" | "truncate";
  /** Where a write ends, or the size a truncation sets. */
  readonly endBytes: number;
  /** Blocks after a write. */
  readonly after: Map<number, Uint8Array>;
  /** True when the call has returned: a sync that starts later covers it. */
  isDone: boolean;
  /** True when the size is durable and only data are missing. */
  isSizeDurable: boolean;
}

/** One file, whatever its names. */
export interface Inode {
  readonly live: FileImage;
  readonly durable: FileImage;
  pending: PendingChange[];
}

/** Which of the pending changes survive. */
export interface Survival {
  /** How many of `changes` changes of size do: those are the oldest. */
  keepSizes(changes: number): number;
  keepSector(): boolean;
}

/** An empty file. */
export function createInode(sectorBytes: number): Inode {
  return { live: createImage(sectorBytes), durable: createImage(sectorBytes), pending: [] };
}

/** A file whose live and durable image are the same. */
export function settledInode(image: FileImage): Inode {
  return { live: image, durable: forkImage(image), pending: [] };
}

/** A copy that shares blocks. */
export function forkInode({ live, durable, pending }: Inode): Inode {
  const copies = pending.map((change) => ({ ...change, after: new Map(change.after) }));
  return { live: forkImage(live), durable: forkImage(durable), pending: copies };
}

/** Writes to the live image. */
export function beginWrite(inode: Inode, step: number, data: { bytes: Uint8Array; position: number }): void {
  const after = writeImage(inode.live, data.bytes, data.position);
  const endBytes = data.position + data.bytes.length;
  inode.pending.push({ step, type: "write", endBytes, after, isDone: false, isSizeDurable: false });
}

/** Truncates or grows the live image. */
export function beginTruncate(inode: Inode, step: number, endBytes: number): void {
  resizeImage(inode.live, endBytes);
  inode.pending.push({ step, type: "truncate", endBytes, after: new Map(), isDone: false, isSizeDurable: false });
}

/** Makes changes durable, with every change of size that came before them. */
export function settle(inode: Inode, covered: ReadonlySet<PendingChange>): void {
  const last = inode.pending.findLastIndex((change) => covered.has(change));
  const left: PendingChange[] = [];
  for (const [at, change] of inode.pending.entries()) {
    if (at > last) left.push(change);
    else if (change.type === "truncate") {
      resizeImage(inode.durable, change.endBytes);
      for (const older of left) trimAfter(older, change.endBytes, inode.durable.sectors.sectorBytes);
    } else {
      if (!change.isSizeDurable) inode.durable.sizeBytes = Math.max(inode.durable.sizeBytes, change.endBytes);
      change.isSizeDurable = true;
      if (!covered.has(change)) left.push(change);
      else {
        for (const [index, block] of change.after) setBlock(inode.durable.sectors, index, block);
        for (const older of left) for (const index of change.after.keys()) older.after.delete(index);
      }
    }
  }
  inode.pending = left;
}

/** What a failed sync does on Linux: the pages are dropped, yet marked clean, so that no later sync writes them. */
export function loseData(covered: ReadonlySet<PendingChange>): void {
  for (const change of covered) change.after.clear();
}

/** The image after power loss. */
export function survivingImage(inode: Inode, survival: Survival): FileImage {
  const image = forkImage(inode.durable);
  if (inode.pending.length === 0) return image;
  let sizesLeft = survival.keepSizes(inode.pending.filter((change) => !change.isSizeDurable).length);
  for (const change of inode.pending) {
    const keepsSize = change.isSizeDurable || sizesLeft-- > 0;
    if (change.type === "truncate") {
      if (keepsSize) resizeImage(image, change.endBytes);
      continue;
    }
    if (keepsSize && !change.isSizeDurable) image.sizeBytes = Math.max(image.sizeBytes, change.endBytes);
    for (const [index, block] of change.after) if (survival.keepSector()) setBlock(image.sectors, index, block);
  }
  trimSectors(image.sectors, image.sizeBytes);
  return image;
}

function trimAfter(change: PendingChange, endBytes: number, sectorBytes: number): void {
  for (const [index, block] of change.after) {
    const trimmed = trimBlock(block, endBytes - index * sectorBytes);
    if (trimmed === undefined) change.after.delete(index);
    else change.after.set(index, trimmed);
  }
}
