/**
 * Names: which name in which folder leads to which file or folder, as the process sees it and as it would be after power loss.
 * Invariants: an operation survives whole or not at all (a rename has no half); operations that are not durable survive in any
 * combination; a name whose folder is gone is gone. Names belong to folders, not to paths: they move along with a folder.
 */
import { basename, dirname } from "node:path";

/** A folder. */
export type FolderNode = `folder-${number}`;

/** Number of a file's inode, or a folder. */
export type Node = number | FolderNode;

interface NameChange {
  /** Folder and name, as `keyOf` joins them. */
  readonly key: string;
  /** Undefined when the name goes. */
  readonly node: Node | undefined;
}

interface PendingNames {
  readonly step: number;
  readonly changes: readonly NameChange[];
  /** Folders that must be synced before it is durable. */
  readonly unsynced: Set<Node>;
  isDone: boolean;
}

type DurableNames = Map<string, { readonly node: Node | undefined; readonly step: number }>;

/** The names of a disk. */
export interface Names {
  /** By path. */
  readonly live: Map<string, Node>;
  /** `step` tells which operation the name is from: an older one never overwrites it. */
  readonly durable: DurableNames;
  pending: PendingNames[];
}

/** The folder that every path begins with. */
export const ROOT: FolderNode = "folder-0";
const ROOT_PATH = "/";

/** Tells a folder from a file. */
export function isFolder(node: Node | undefined): node is FolderNode {
  return typeof node === "string";
}

/** Names which are all durable; parents come before what is in them. */
export function createNames(nodes: Iterable<readonly [string, Node]> = [[ROOT_PATH, ROOT]]): Names {
  const names: Names = { live: new Map(nodes), durable: new Map(), pending: [] };
  for (const [path, node] of names.live) {
    if (node !== ROOT) names.durable.set(keyOf(names, path), { node, step: 0 });
  }
  return names;
}

/** A copy. */
export function forkNames({ live, durable, pending }: Names): Names {
  const copies = pending.map((change) => ({ ...change, unsynced: new Set(change.unsynced) }));
  return { live: new Map(live), durable: new Map(durable), pending: copies };
}

/** Changes live names as one operation, in order; a path without a node goes, a folder takes along what is in it. */
export function beginNames(
  names: Names,
  step: number,
  changes: readonly (readonly [string, Node | undefined])[],
): void {
  const keyed = changes.map(([path, node]) => ({ key: keyOf(names, path), node }));
  const unsynced = new Set(changes.map(([path]) => names.live.get(dirname(path)) ?? ROOT));
  const [from, to] = changes;
  if (from !== undefined && to !== undefined && isFolder(to[1])) moveWithin(names.live, from[0], to[0]);
  for (const [path, node] of changes) {
    if (node === undefined) names.live.delete(path);
    else names.live.set(path, node);
  }
  names.pending.push({ step, changes: keyed, unsynced, isDone: false });
}

/** Notes that an operation has returned: a sync of its folder that starts later covers it. */
export function endNames(names: Names, step: number): void {
  for (const change of names.pending) if (change.step === step) change.isDone = true;
}

/** Operations that a sync of a folder covers when it starts now. */
export function coveredNames(names: Names, folder: Node): ReadonlySet<PendingNames> {
  return new Set(names.pending.filter((change) => change.isDone && change.unsynced.has(folder)));
}

/** Makes operations durable in a folder. */
export function settleNames(names: Names, folder: Node, covered: ReadonlySet<unknown>): void {
  names.pending = names.pending.filter((change) => {
    if (covered.has(change)) change.unsynced.delete(folder);
    if (change.unsynced.size > 0) return true;
    apply(names.durable, change);
    return false;
  });
}

/** The names after power loss, by path, parents first. `keeps` is asked once for each pending operation. */
export function survivingNames(names: Names, keeps: () => boolean): Map<string, Node> {
  const found = names.pending.length === 0 ? names.durable : new Map(names.durable);
  for (const change of names.pending) if (keeps()) apply(found, change);
  const contents = new Map<string, [string, Node][]>();
  for (const [key, { node }] of found) {
    if (node === undefined) continue;
    const [folder, name] = [dirname(key), basename(key)];
    const entries = contents.get(folder);
    if (entries === undefined) contents.set(folder, [[name, node]]);
    else entries.push([name, node]);
  }
  const nodes = new Map<string, Node>([[ROOT_PATH, ROOT]]);
  for (const [path, node] of nodes) {
    if (!isFolder(node)) continue; // what is added while the loop runs gets its turn
    for (const [name, child] of contents.get(node) ?? [])
      nodes.set(path === ROOT_PATH ? `/${name}` : `${path}/${name}`, child);
  }
  return nodes;
}

function apply(to: DurableNames, { step, changes }: PendingNames): void {
  for (const { key, node } of changes) {
    if ((to.get(key)?.step ?? 0) > step) continue;
    // A folder is in one place only, also when one of its moves was lost and a later one was not.
    if (isFolder(node)) for (const [old, found] of to) if (found.node === node) to.set(old, { node: undefined, step });
    to.set(key, { node, step });
  }
}

function moveWithin(live: Map<string, Node>, from: string, to: string): void {
  for (const [path, node] of live) {
    if (!path.startsWith(`${from}/`)) continue;
    live.delete(path);
    live.set(to + path.slice(from.length), node);
  }
}

function keyOf({ live }: Names, path: string): string {
  const folder = live.get(dirname(path));
  if (!isFolder(folder)) throw new Error(`No folder holds ${path}`);
  return `${folder}/${basename(path)}`;
}
