/**
 * Holder: who has the lock, as the loser tells it. Format: docs/format/store.md, "The lock".
 * Invariant: what is read here decides nothing under flock; it only names the holder.
 */
import fs from "node:fs";
import { hostname } from "node:os";
import { FramesError } from "../errors.ts";

/** Facts about the holder of a lock. */
export interface LockHolder {
  readonly pid: number;
  /** ISO time at which the holder took the lock. */
  readonly startedAt?: string | undefined;
  readonly host?: string | undefined;
}

/** This process as a holder. */
export function currentHolder(): LockHolder {
  return { pid: process.pid, startedAt: new Date().toISOString(), host: hostname() };
}

/** Reads a holder from the first line of a lock file; undefined when it is empty or half-written. */
export function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(text.split("\n", 1)[0] ?? "");
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Tells whether a process of this host lives. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The error of the loser. */
export function lockedError(path: string, holder: LockHolder | undefined): FramesError {
  const who = holder === undefined ? "another process" : `process ${holder.pid}${onHost(holder)}`;
  return new FramesError(
    "FRAMES_LOCKED",
    `The store is already open for writing by ${who} (${path}). Close it there, or open with readOnly: true.`,
    { details: { path, pid: holder?.pid, startedAt: holder?.startedAt, host: holder?.host } },
  );
}

/** Reads the holder from a lock file, for the message only; undefined when it cannot be read. */
export function readHolder(path: string): LockHolder | undefined {
  try {
    return parseHolder(fs.readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is LockHolder {
  if (typeof value !== "object" || value === null || !("pid" in value)) return false;
  return Number.isSafeInteger(value.pid) && Number(value.pid) > 0;
}

function onHost(holder: LockHolder): string {
  return holder.host === undefined || holder.host === hostname() ? "" : ` on ${holder.host}`;
}
