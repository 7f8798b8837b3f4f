/**
 * Memory disk: the Disk port in memory, for tests and throw-away stores.
 * Invariants: it fails with the same system codes as the real disk; everything is durable at once; a lock lives in the instance.
 */
import { dirname, resolve, sep } from "node:path";
import { lockedError } from "../lock/holder.ts";
import type { Disk, DiskEntry, DiskFile, DiskLock, DiskOpenMode } from "./disk.ts";

interface MemoryFile {
  bytes: Uint8Array;
  sizeBytes: number;
}

type MemoryNode = MemoryFile | "directory";

/** A disk in memory; two logs on the same instance see the same files. */
export function memoryDisk(): Disk {
  const nodes = new Map<string, MemoryNode>([[resolve("/"), "directory"]]);
  const locks = new Set<string>();
  return {
    open: async (path, mode) => memoryFile(openNode(nodes, path, mode)),
    readdir: async (path) => listNames(nodes, path),
    mkdir: async (path) => {
      if (nodes.has(path)) return false;
      assertFolder(nodes, dirname(path));
      nodes.set(path, "directory");
      return true;
    },
    stat: async (path) => {
      const node = nodes.get(path);
      if (node === undefined) return undefined;
      return node === "directory" ? { type: "directory", sizeBytes: 0 } : { type: "file", sizeBytes: node.sizeBytes };
    },
    rename: async (from, to) => {
      assertFolder(nodes, dirname(to));
      if (nodes.get(from) === "directory") return moveFolder(nodes, from, to);
      const node = fileAt(nodes, from);
      if (nodes.get(to) === "directory") throw systemError("EISDIR", to);
      nodes.delete(from);
      nodes.set(to, node);
    },
    link: async (from, to) => {
      const node = fileAt(nodes, from);
      if (nodes.has(to)) throw systemError("EEXIST", to);
      assertFolder(nodes, dirname(to));
      nodes.set(to, node);
    },
    remove: async (path) => {
      fileAt(nodes, path);
      nodes.delete(path);
    },
    syncDir: async (path) => assertFolder(nodes, path),
    lock: async (path) => takeLock(locks, path),
  };
}

function memoryFile(file: MemoryFile): DiskFile {
  const readSync = (into: Uint8Array, position: number): number => {
    const available = file.bytes.subarray(position, Math.min(file.sizeBytes, position + into.length));
    into.set(available);
    return available.length;
  };
  return {
    read: async (into, position) => readSync(into, position),
    readSync,
    write: async (bytes, position) => {
      resize(file, Math.max(file.sizeBytes, position + bytes.length));
      file.bytes.set(bytes, position);
      return bytes.length;
    },
    datasync: async () => undefined,
    sync: async () => undefined,
    truncate: async (sizeBytes) => resize(file, sizeBytes),
    size: async () => file.sizeBytes,
    close: async () => undefined,
  };
}

function resize(file: MemoryFile, sizeBytes: number): void {
  if (sizeBytes > file.bytes.length) {
    const grown = new Uint8Array(Math.max(sizeBytes, file.bytes.length * 2, 4096));
    grown.set(file.bytes.subarray(0, file.sizeBytes));
    file.bytes = grown;
  }
  if (sizeBytes < file.sizeBytes) file.bytes.fill(0, sizeBytes, file.sizeBytes);
  file.sizeBytes = sizeBytes;
}

function openNode(nodes: Map<string, MemoryNode>, path: string, mode: DiskOpenMode): MemoryFile {
  if (mode !== "create") return fileAt(nodes, path);
  if (nodes.has(path)) throw systemError("EEXIST", path);
  assertFolder(nodes, dirname(path));
  const file: MemoryFile = { bytes: new Uint8Array(0), sizeBytes: 0 };
  nodes.set(path, file);
  return file;
}

function listNames(nodes: Map<string, MemoryNode>, folder: string): readonly DiskEntry[] {
  assertFolder(nodes, folder);
  const entries: DiskEntry[] = [];
  for (const [path, node] of nodes) {
    if (path === folder || dirname(path) !== folder) continue;
    entries.push({
      name: path.slice(dirname(path).length).replace(/^[/\\]/, ""),
      type: node === "directory" ? node : "file",
    });
  }
  return entries;
}

function fileAt(nodes: Map<string, MemoryNode>, path: string): MemoryFile {
  const node = nodes.get(path);
  if (node === undefined) throw systemError("ENOENT", path);
  if (node === "directory") throw systemError("EISDIR", path);
  return node;
}

function moveFolder(nodes: Map<string, MemoryNode>, from: string, to: string): void {
  const found = nodes.get(to);
  if (found !== undefined && found !== "directory") throw systemError("ENOTDIR", to);
  if ([...nodes.keys()].some((path) => path.startsWith(to + sep))) throw systemError("ENOTEMPTY", to);
  const moved = [...nodes].filter(([path]) => path === from || path.startsWith(from + sep));
  for (const [path, node] of moved) {
    nodes.delete(path);
    nodes.set(to + path.slice(from.length), node);
  }
}

function assertFolder(nodes: Map<string, MemoryNode>, path: string): void {
  const node = nodes.get(path);
  if (node === undefined) throw systemError("ENOENT", path);
  if (node !== "directory") throw systemError("ENOTDIR", path);
}

function takeLock(locks: Set<string>, path: string): DiskLock {
  if (locks.has(path)) throw lockedError(path, { pid: process.pid });
  locks.add(path);
  return {
    release: async () => {
      locks.delete(path);
    },
  };
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
