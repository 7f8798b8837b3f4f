/**
 * Volume: the state of a whole disk, moved on by operations that begin and end. Pure: no clock, no randomness, no I/O.
 * Invariants: an operation shows in the live image when it begins; what a sync or a write-through write promises is durable
 * when it ends, and a sync covers only what had ended when it began.
 */
import { beginTruncate, beginWrite, createInode, forkInode, loseData, settle } from "./inode.ts";
import type { Inode, PendingChange } from "./inode.ts";
import { beginNames, coveredNames, createNames, endNames, forkNames, ROOT, settleNames } from "./names.ts";
import type { Names, Node } from "./names.ts";

/** A call that changes a disk or makes changes durable. Files go by the number of their inode. */
export type DiskOperation =
  | { readonly type: "create"; readonly path: string }
  | { readonly type: "mkdir"; readonly path: string }
  | { readonly type: "rename"; readonly from: string; readonly to: string }
  | { readonly type: "link"; readonly from: string; readonly to: string }
  | { readonly type: "remove"; readonly path: string }
  | {
      readonly type: "write";
      readonly inode: number;
      readonly position: number;
      readonly bytes: Uint8Array;
      readonly writeThrough: boolean;
    }
  | { readonly type: "truncate"; readonly inode: number; readonly sizeBytes: number }
  | { readonly type: "sync"; readonly inode: number }
  | { readonly type: "syncDir"; readonly path: string };

/** An operation under way, with what it covers if it is a sync. */
interface Running {
  readonly operation: DiskOperation;
  readonly covered: ReadonlySet<unknown>;
  /** The folder that is synced: its path may change meanwhile. */
  readonly folder?: Node | undefined;
}

/** The state of a disk. */
export interface Volume {
  readonly sectorBytes: number;
  readonly inodes: Map<number, Inode>;
  readonly names: Names;
  readonly running: Map<number, Running>;
}

/** A disk with a root folder. */
export function createVolume(sectorBytes: number): Volume {
  return { sectorBytes, inodes: new Map(), names: createNames(), running: new Map() };
}

/** A copy that shares contents. @throws Error while operations are running. */
export function forkVolume({ sectorBytes, inodes, names, running }: Volume): Volume {
  if (running.size > 0) throw new Error("Operations are running: a fork would not know what they cover");
  const copies = new Map([...inodes].map(([number, inode]) => [number, forkInode(inode)]));
  return { sectorBytes, inodes: copies, names: forkNames(names), running: new Map() };
}

/** Begins an operation, which must be possible. Steps only grow. */
export function beginOperation(volume: Volume, step: number, operation: DiskOperation): void {
  const { names } = volume;
  let covered: ReadonlySet<unknown> = new Set();
  if (operation.type === "write") beginWrite(inodeOf(volume, operation.inode), step, operation);
  else if (operation.type === "truncate") beginTruncate(inodeOf(volume, operation.inode), step, operation.sizeBytes);
  else if (operation.type === "sync") covered = doneChanges(inodeOf(volume, operation.inode));
  else if (operation.type === "syncDir") covered = coveredNames(names, folderAt(volume, operation.path));
  else beginNames(names, step, changesOf(volume, step, operation));
  const folder = operation.type === "syncDir" ? folderAt(volume, operation.path) : undefined;
  volume.running.set(step, { operation, covered, folder });
}

/** Ends an operation. A failed sync or write-through write loses the data it was to make durable. */
export function endOperation(volume: Volume, step: number, hasFailed = false): void {
  const running = volume.running.get(step);
  if (running === undefined) throw new Error(`Step ${step} is not running`);
  volume.running.delete(step);
  const { operation } = running;
  if (operation.type === "syncDir") {
    if (!hasFailed) settleNames(volume.names, running.folder ?? ROOT, running.covered);
  } else if (operation.type === "sync") {
    finishSync(inodeOf(volume, operation.inode), running.covered as ReadonlySet<PendingChange>, hasFailed);
  } else if (operation.type === "write" || operation.type === "truncate") {
    const inode = inodeOf(volume, operation.inode);
    const change = inode.pending.find((pending) => pending.step === step);
    if (change === undefined) return; // a truncation that a later sync has taken along
    change.isDone = true;
    if (operation.type === "write" && operation.writeThrough) finishSync(inode, new Set([change]), hasFailed);
  } else endNames(volume.names, step);
}

function finishSync(inode: Inode, covered: ReadonlySet<PendingChange>, hasFailed: boolean): void {
  if (hasFailed) loseData(covered);
  else settle(inode, covered);
}

function doneChanges(inode: Inode): ReadonlySet<PendingChange> {
  return new Set(inode.pending.filter((change) => change.isDone));
}

type NameOperation = Extract<DiskOperation, { type: "create" | "mkdir" | "rename" | "link" | "remove" }>;

function changesOf(volume: Volume, step: number, operation: NameOperation): (readonly [string, Node | undefined])[] {
  if (operation.type === "mkdir") return [[operation.path, `folder-${step}`]]; // the step is the number: both are used once
  if (operation.type === "remove") return [[operation.path, undefined]];
  if (operation.type === "create") {
    volume.inodes.set(step, createInode(volume.sectorBytes));
    return [[operation.path, step]];
  }
  const added = [operation.to, volume.names.live.get(operation.from)] as const;
  return operation.type === "link" ? [added] : [[operation.from, undefined], added];
}

function folderAt(volume: Volume, path: string): Node {
  const node = volume.names.live.get(path);
  if (node === undefined) throw new Error(`No folder ${path}`);
  return node;
}

function inodeOf(volume: Volume, number: number): Inode {
  const inode = volume.inodes.get(number);
  if (inode === undefined) throw new Error(`No inode ${number}`);
  return inode;
}
