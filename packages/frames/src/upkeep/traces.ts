/**
 * Traces: files of ours beside the history in which a frame's bytes may lie: copies in lost+found/, and what failed or crashed work
 * left in shards/. Invariants: files of the history are never touched, nor anything that is not ours.
 * Limit: bytes are searched as they lie. Ids are never deflated, contents may be; a copy in which damage hit the id of a deflated
 * frame is not recognised.
 */
import { dirname, join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { systemCode } from "../errors.ts";
import { listShards } from "../store/listing.ts";
import { LOST_AND_FOUND } from "../store/names.ts";
import type { UpkeepParts } from "./parts.ts";

/** Bytes of a content that are looked for; shorter contents are found by the id alone. */
const PROBE_BYTES = 16;
/** Most places of a content that are looked for. */
const MAX_PROBES = 64;
/** A run of one byte is in many files and says nothing. */
const MIN_DISTINCT_BYTES = 4;
const WINDOW_BYTES = 1024 * 1024;

/** Removes the files that hold an id or parts of contents. @returns their paths below the store's folder. */
export async function removeTraces(
  { disk, dir, history }: Pick<UpkeepParts, "disk" | "dir" | "history">,
  id: string,
  contents: readonly Uint8Array[],
): Promise<readonly string[]> {
  const needles = [Buffer.from(id, "hex"), ...contents.flatMap(probesOf)];
  const removed: string[] = [];
  for (const file of await filesBeside(disk, dir)) {
    const isInHistory = (): boolean => history.segments.some((segment) => segment.file === file);
    if (isInHistory() || !(await holdsAny(disk, join(dir, file), needles)) || isInHistory()) continue;
    await disk.remove(join(dir, file));
    removed.push(file);
  }
  for (const folder of new Set(removed.map((file) => dirname(file)))) await disk.syncDir(join(dir, folder));
  return removed;
}

/** Files of ours, those of the history among them. */
async function filesBeside(disk: Disk, dir: string): Promise<readonly string[]> {
  const { sealed, rows, settledV1, stale, temporary } = await listShards(disk, dir);
  const files = [...sealed, ...rows, ...settledV1, ...stale, ...temporary].map(({ file }) => file);
  const folder = join(dir, LOST_AND_FOUND);
  if ((await disk.stat(folder)) === undefined) return files;
  for (const { name, type } of await disk.readdir(folder)) {
    if (type === "file") files.push(`${LOST_AND_FOUND}/${name}`);
  }
  return files;
}

function probesOf(content: Uint8Array): Buffer[] {
  const probes: Buffer[] = [];
  const places = Math.min(MAX_PROBES, Math.floor(content.length / PROBE_BYTES));
  for (let place = 0; place < places; place++) {
    const at = places === 1 ? 0 : Math.floor((place * (content.length - PROBE_BYTES)) / (places - 1));
    const probe = content.subarray(at, at + PROBE_BYTES);
    if (new Set(probe).size >= MIN_DISTINCT_BYTES) probes.push(Buffer.from(probe));
  }
  return probes;
}

async function holdsAny(disk: Disk, path: string, needles: readonly Buffer[]): Promise<boolean> {
  const file = await openIfThere(disk, path);
  if (file === undefined) return false;
  try {
    return await searchFile(file, needles);
  } finally {
    await file.close();
  }
}

/** A segment that was made ahead of need, and holds no rows, may go at any time: when saves turn to another month. */
async function openIfThere(disk: Disk, path: string): Promise<DiskFile | undefined> {
  try {
    return await disk.open(path, "read");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function searchFile(file: DiskFile, needles: readonly Buffer[]): Promise<boolean> {
  const window = Buffer.allocUnsafe(WINDOW_BYTES);
  for (let at = 0; ; at += WINDOW_BYTES - PROBE_BYTES) {
    const count = await file.read(window, at);
    const bytes = window.subarray(0, count);
    if (needles.some((needle) => bytes.includes(needle))) return true;
    if (count < WINDOW_BYTES) return false;
  }
}
