/**
 * The manifest: which segments are live, what has ended in them since they were written, and how far into the log they reach. Replaced
 * as a whole; what it does not name is no part of the index. Format: docs/format/index-folder.md.
 */
import { posix } from "node:path";
import { crc32 } from "node:zlib";
import type { Disk, DiskFile } from "@vidmem/frames";
import { damaged } from "../segment/byte-reader.ts";
import { pageCount } from "./page-checksums.ts";

export const MANIFEST_NAME = "manifest.json";
const NEW_NAME = "manifest.new";
export const MANIFEST_VERSION = 2;
/** Had neither a checksum nor those of pages. Still read. */
const MANIFEST_VERSION_1 = 1;
/** Changes when the same text would get other terms: then every segment is made again. */
export const ANALYSIS_VERSION = 1;

/** Documents that have ended in a section since it was written, as [number, ms]. */
export type SectionEnds = Readonly<Record<string, readonly (readonly [document: number, at: number])[]>>;

export interface ManifestSegment {
  /** File name in the folder. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly documents: number;
  readonly lastRef: number;
  /** CRC32 of each page of the file; none when a manifest of version 1 named it first. */
  readonly pages?: readonly number[] | undefined;
  /** By namespace. */
  readonly ends: SectionEnds;
}

export interface Manifest {
  readonly version: number;
  readonly analysis: number;
  /** Every frame up to this place in history is in the segments, or was none of the index's concern. */
  readonly reach: number;
  /** Oldest first. */
  readonly segments: readonly ManifestSegment[];
}

export const EMPTY_MANIFEST: Manifest = Object.freeze({
  version: MANIFEST_VERSION,
  analysis: ANALYSIS_VERSION,
  reach: 0,
  segments: [],
});

/** @returns `undefined` when there is none. @throws INDEX_DAMAGED for anything else than a manifest that this version reads. */
export async function readManifest(disk: Disk, dir: string): Promise<Manifest | undefined> {
  const manifest = await readAnyManifest(disk, dir);
  if (manifest === "another version") throw damaged("its manifest is of another version");
  return manifest;
}

/** The same, for whoever wants to know whether it is damaged: one that is whole but not of use here is not. */
export async function readAnyManifest(disk: Disk, dir: string): Promise<Manifest | "another version" | undefined> {
  const path = posix.join(dir, MANIFEST_NAME);
  if ((await disk.stat(path)) === undefined) return undefined;
  const file = await openIfThere(disk, path);
  if (file === undefined) return undefined;
  try {
    const bytes = new Uint8Array(await file.size());
    await file.read(bytes, 0);
    return decodeManifest(bytes);
  } catch (cause) {
    // Bytes that are no UTF-8 end in a TypeError.
    if (cause instanceof SyntaxError || cause instanceof TypeError) throw damaged("its manifest is no JSON");
    throw cause;
  } finally {
    await file.close();
  }
}

/** A writer that met damage may take it away at any moment. */
async function openIfThere(disk: Disk, path: string): Promise<DiskFile | undefined> {
  try {
    return await disk.open(path, "read");
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return undefined;
    throw cause;
  }
}

/** Atomic: after a crash the old manifest is there or the new one. */
export async function writeManifest(disk: Disk, dir: string, manifest: Manifest): Promise<void> {
  const path = posix.join(dir, NEW_NAME);
  await removeIfThere(disk, path);
  const file = await disk.open(path, "create");
  try {
    await file.write(new TextEncoder().encode(encodeManifest(manifest)), 0);
    await file.datasync();
  } finally {
    await file.close();
  }
  await disk.rename(path, posix.join(dir, MANIFEST_NAME));
  await disk.syncDir(dir);
}

export async function removeIfThere(disk: Disk, path: string): Promise<void> {
  if ((await disk.stat(path)) !== undefined) await disk.remove(path);
}

/** One line of JSON, and one with its checksum. */
function encodeManifest(manifest: Manifest): string {
  const line = JSON.stringify(manifest);
  return `${line}\n${checksumOf(line)}\n`;
}

function decodeManifest(bytes: Uint8Array): Manifest | "another version" {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const [, line, checksum] = /^([^\n]*)\n([0-9a-f]{8})\n$/.exec(text) ?? [];
  if (line === undefined) return checkManifest(JSON.parse(text), MANIFEST_VERSION_1);
  if (checksum !== checksumOf(line)) throw damaged("its manifest fails its checksum");
  const manifest = JSON.parse(line) as Partial<Manifest> | null;
  const isCurrent = manifest?.version === MANIFEST_VERSION && manifest.analysis === ANALYSIS_VERSION;
  return isCurrent ? checkManifest(manifest, MANIFEST_VERSION) : "another version";
}

function checksumOf(line: string): string {
  return crc32(line).toString(16).padStart(8, "0");
}

function checkManifest(value: unknown, version: number): Manifest {
  const manifest = value as Partial<Manifest> | null;
  const isOurs =
    typeof manifest === "object" &&
    manifest?.version === version &&
    manifest.analysis === ANALYSIS_VERSION &&
    Number.isSafeInteger(manifest.reach) &&
    Array.isArray(manifest.segments) &&
    manifest.segments.every(isSegment);
  if (!isOurs) throw damaged("its manifest is of another version, or no manifest");
  return manifest as Manifest;
}

const SEGMENT_NAME = /^\d{6,15}\.segment$/;

function isSegment(value: unknown): boolean {
  const segment = value as Partial<ManifestSegment> | null;
  return (
    typeof segment === "object" &&
    typeof segment?.name === "string" &&
    SEGMENT_NAME.test(segment.name) &&
    [segment.sizeBytes, segment.documents, segment.lastRef].every(Number.isSafeInteger) &&
    typeof segment.ends === "object" &&
    segment.ends !== null &&
    (segment.pages === undefined || hasPages(segment))
  );
}

function hasPages({ pages, sizeBytes }: Partial<ManifestSegment>): boolean {
  return Array.isArray(pages) && pages.length === pageCount(sizeBytes!) && pages.every(Number.isSafeInteger);
}

/** The file name of the n-th segment that was ever made here. */
export function segmentName(number: number): string {
  return `${String(number).padStart(6, "0")}.segment`;
}

/** The number in a segment's name, or `undefined` for another file. */
export function segmentNumber(name: string): number | undefined {
  return SEGMENT_NAME.test(name) ? Number.parseInt(name, 10) : undefined;
}
