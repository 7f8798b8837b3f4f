/**
 * Adversary: decides what of a disk survives power loss. Seed 0 keeps everything (only the process died), seed 1 nothing that
 * was pending, every other seed chooses at random: names, sizes and sectors each on their own.
 */
import { createHash } from "node:crypto";
import { settledInode, survivingImage } from "./inode.ts";
import type { Inode, Survival } from "./inode.ts";
import { createNames, isFolder, ROOT, survivingNames } from "./names.ts";
import type { Node } from "./names.ts";
import { createSeededRandom } from "./random.ts";
import type { SeededRandom } from "./random.ts";
import { readImage } from "./sectors.ts";
import type { Volume } from "./volume.ts";

/** Everything pending survives: what is left when only the process dies. */
export const KEEP_ALL = 0;
/** Nothing pending survives. */
export const KEEP_NOTHING = 1;

/** The disk as the next boot finds it: nothing is pending, nothing is running. */
export function survivingVolume(volume: Volume, seed: number): Volume {
  const random = createSeededRandom(seed);
  const nameChance01 = random.pick([0.15, 0.5, 0.85, 1]);
  const found = survivingNames(volume.names, () => decide(seed, () => random.chance(nameChance01)));
  const inodes = new Map<number, Inode>();
  const renumbered = new Map<number, number>();
  const nodes: [string, Node][] = [];
  for (const [path, node] of found) {
    if (isFolder(node)) {
      nodes.push([path, node === ROOT ? ROOT : `folder-${-1 - nodes.length}`]);
      continue;
    }
    const number = renumbered.get(node) ?? -1 - renumbered.size; // below zero: steps from 1 name the new ones
    nodes.push([path, number]);
    const inode = volume.inodes.get(node);
    if (renumbered.has(node) || inode === undefined) continue;
    renumbered.set(node, number);
    inodes.set(number, settledInode(survivingImage(inode, survivalOf(seed, random))));
  }
  return { sectorBytes: volume.sectorBytes, inodes, names: createNames(nodes), running: new Map() };
}

/** A text that is equal for equal live images. */
export function digestVolume(volume: Volume): string {
  const digest = createHash("sha1");
  for (const [path, node] of [...volume.names.live].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    digest.update(`${path}\0${node}\0`);
    const inode = isFolder(node) ? undefined : volume.inodes.get(node);
    if (inode === undefined) continue;
    const { sectors, sizeBytes } = inode.live;
    const blocks = [...sectors.blocks].toSorted(([a], [b]) => a - b);
    digest.update(`${sizeBytes}:${blocks.map(([index]) => index).join()}\0`);
    digest.update(Buffer.concat(blocks.map(([, block]) => block)));
  }
  return digest.digest("base64");
}

/** Path and contents of every file of the live image. */
export function* filesOf(volume: Volume): Generator<readonly [string, Uint8Array], void, undefined> {
  for (const [path, node] of volume.names.live) {
    const inode = isFolder(node) ? undefined : volume.inodes.get(node);
    if (inode === undefined) continue;
    const bytes = new Uint8Array(inode.live.sizeBytes);
    readImage(inode.live, bytes, 0);
    yield [path, bytes];
  }
}

function survivalOf(seed: number, random: SeededRandom): Survival {
  const fate = random.pick(["whole", "gone", "torn", "torn"] as const);
  const sectorChance01 = fate === "torn" ? random.pick([0.1, 0.5, 0.9]) : fate === "whole" ? 1 : 0;
  return {
    keepSizes: (changes) => {
      if (seed === KEEP_ALL) return changes;
      if (seed === KEEP_NOTHING) return 0;
      return random.chance(0.4) ? changes : random.below(changes + 1);
    },
    keepSector: () => decide(seed, () => random.chance(sectorChance01)),
  };
}

function decide(seed: number, choose: () => boolean): boolean {
  return seed === KEEP_ALL || (seed !== KEEP_NOTHING && choose());
}
