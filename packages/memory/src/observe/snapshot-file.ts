/** snapshot.json: figures of the store for other processes, and what one session hands to the next. Page: docs/format/logs.md. */
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import { readPart, writeWholeFile } from "../whole-file.ts";
import { SNAPSHOT_FILE } from "./log-folder.ts";

const FORMAT = "vidmem-snapshot";
const VERSION = 1;
const MAX_BYTES = 1024 * 1024;

/** What is known of the last backup; times in ms. */
export interface LastBackup {
  readonly at: number;
  readonly segments: number;
  readonly bytes: number;
}

/** Figures of a session that writes, as of `at` ms. */
export interface Snapshot {
  readonly at: number;
  readonly session: string;
  readonly openedAt: number;
  readonly state: "open" | "closed";
  readonly lastBackup: LastBackup | null;
  /** As `store.metrics()`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** The last snapshot; `undefined` when there is none that can be read: it is worth no error. */
export async function readSnapshot(disk: Disk, folder: string): Promise<Snapshot | undefined> {
  try {
    const text = await readPart(disk, join(folder, SNAPSHOT_FILE), { from: "start", maxBytes: MAX_BYTES });
    return text === undefined ? undefined : toSnapshot(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** @throws what the disk throws. */
export async function writeSnapshot(disk: Disk, folder: string, snapshot: Snapshot): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify({ format: FORMAT, version: VERSION, ...snapshot })}\n`);
  await writeWholeFile(disk, join(folder, SNAPSHOT_FILE), bytes);
}

function toSnapshot(value: unknown): Snapshot | undefined {
  const file = value as (Partial<Snapshot> & { readonly format?: unknown; readonly version?: unknown }) | null;
  if (file?.format !== FORMAT || file.version !== VERSION) return undefined;
  const { at, session, openedAt, state, lastBackup, metrics } = file;
  if (!isTime(at) || !isTime(openedAt) || typeof session !== "string") return undefined;
  return {
    at,
    session,
    openedAt,
    state: state === "closed" ? "closed" : "open",
    lastBackup: isBackup(lastBackup) ? lastBackup : null,
    metrics: numbersOf(metrics),
  };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isBackup(value: unknown): value is LastBackup {
  const { at, segments, bytes } = (value ?? {}) as Partial<LastBackup>;
  return isTime(at) && isTime(segments) && isTime(bytes);
}

function numbersOf(value: unknown): Record<string, number> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => isTime(entry[1])));
}
