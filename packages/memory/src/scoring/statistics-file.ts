/**
 * The statistics that scoring asks for, one for each namespace, and up to which place in history they have observed the store
 * (significance/statistics.json, with a checksum). Derived: without the file, or with one that cannot be used, scoring begins at the
 * beginning. Page: docs/format/significance.md.
 * Invariant: at most 16 namespaces are known, the last ones that saved something; one that was dropped begins anew.
 */
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Disk } from "@vidmem/frames";
import { createStoreStatistics, type StatisticsJson, type StoreStatistics } from "@vidmem/significance";
import { isPlainObject } from "../records/canonical-json.ts";
import { readPart, writeWholeFile } from "../whole-file.ts";

const FILE = "statistics.json";
/** How the file begins; the checksum is over what follows it. */
const START = /^\{"version":2,"crc32":"([0-9a-f]{8})",/;
const MAX_NAMESPACES = 16;
const MAX_BYTES = 256 * 1024 * 1024;

/** Statistics by namespace. */
export interface NamespaceStatistics {
  /** The place in history up to which memories were observed. */
  reach: number;
  of(namespace: string): StoreStatistics;
  toJSON(): object;
}

/** @param lastSeq places in history: a file that knows of more belongs to another history. */
export async function readStatistics(disk: Disk, dir: string, lastSeq: number): Promise<NamespaceStatistics> {
  const text = await readPart(disk, join(dir, FILE), { from: "start", maxBytes: MAX_BYTES });
  try {
    const saved: unknown = isAsWritten(text) ? JSON.parse(text) : undefined;
    if (isUsable(saved, lastSeq)) return createStatistics(saved.reach, saved.namespaces);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
  }
  return createStatistics(0, []);
}

/** Replaces the file. */
export async function writeStatistics(disk: Disk, dir: string, statistics: NamespaceStatistics): Promise<void> {
  await disk.mkdir(dir);
  await writeWholeFile(disk, join(dir, FILE), new TextEncoder().encode(withChecksum(statistics)));
}

function withChecksum(statistics: NamespaceStatistics): string {
  const rest = JSON.stringify(statistics).slice(1);
  return `{"version":2,"crc32":"${checksumOf(rest)}",${rest}`;
}

function isAsWritten(text: string | undefined): text is string {
  const [start, checksum] = START.exec(text ?? "") ?? [];
  return text !== undefined && start !== undefined && checksum === checksumOf(text.slice(start.length));
}

function checksumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

type Saved = readonly (readonly [string, StatisticsJson])[];

function createStatistics(reach: number, saved: Saved): NamespaceStatistics {
  const known = new Map(saved.map(([namespace, json]) => [namespace, createStoreStatistics({}, json)]));
  return {
    reach,
    of(namespace) {
      const statistics = known.get(namespace) ?? createStoreStatistics();
      known.delete(namespace);
      known.set(namespace, statistics);
      if (known.size > MAX_NAMESPACES) known.delete(known.keys().next().value!);
      return statistics;
    },
    toJSON() {
      return { reach: this.reach, namespaces: [...known] };
    },
  };
}

function isUsable(saved: unknown, lastSeq: number): saved is { readonly reach: number; readonly namespaces: Saved } {
  if (!isPlainObject(saved) || !Array.isArray(saved["namespaces"])) return false;
  const { reach } = saved;
  return Number.isSafeInteger(reach) && Number(reach) >= 0 && Number(reach) <= lastSeq;
}
