/**
 * Lock through generations LOCK.1, LOCK.2, … taken by link(2), for machines without `flock`. Source: design log-notes §6.
 * Invariants: a generation is taken by an atomic link and never taken twice; the highest one holds; an empty one is free; one
 * whose process is gone (pid, start time, boot id) is free. Generations are removed only when KEPT behind, so that nobody who
 * read the folder a moment ago can link a number anew.
 */
import fs from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import type { DiskLock } from "../disk/disk.ts";
import { systemCode } from "../errors.ts";
import { currentHolder, isAlive, lockedError, parseHolder } from "./holder.ts";
import type { LockHolder } from "./holder.ts";

/** A holder, and what tells its process from a later one with the same pid. */
interface GenerationHolder extends LockHolder {
  readonly processStart?: string | undefined;
  readonly bootId?: string | undefined;
}

const KEPT = 16;
const TRIES = 100;
let temporaries = 0;

/** Takes the lock by generations of `path`. @throws FRAMES_LOCKED, or a system error. */
export async function acquireByGenerations(path: string): Promise<DiskLock> {
  for (let tries = 0; tries < TRIES; tries++) {
    const top = generations(path).at(-1) ?? 0;
    const holder = top === 0 ? undefined : readGeneration(`${path}.${top}`);
    if (holder !== undefined && isHolding(holder)) throw lockedError(path, holder);
    const mine = `${path}.${top + 1}`;
    if (!linkHolder(mine)) continue; // someone was faster: look again
    const all = generations(path);
    if (all.at(-1) !== top + 1) {
      fs.rmSync(mine, { force: true }); // we had read an old folder
      continue;
    }
    for (const old of all) if (old <= top + 1 - KEPT) fs.rmSync(`${path}.${old}`, { force: true });
    return generationLock(mine);
  }
  throw lockedError(path, undefined);
}

function generations(path: string): number[] {
  const prefix = `${basename(path)}.`;
  return fs
    .readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix) && /^[1-9]\d*$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .toSorted((a, b) => a - b);
}

function readGeneration(path: string): GenerationHolder | undefined {
  try {
    return parseHolder(fs.readFileSync(path, "utf8"));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function isHolding(holder: GenerationHolder): boolean {
  if (holder.host !== undefined && holder.host !== hostname()) return true; // cannot look into another machine
  if (holder.bootId !== undefined && holder.bootId !== bootId()) return false;
  if (!isAlive(holder.pid)) return false;
  return holder.processStart === undefined || holder.processStart === processStart(holder.pid);
}

/** Links a complete file to the name; false when the name is taken. */
function linkHolder(path: string): boolean {
  const holder: GenerationHolder = { ...currentHolder(), processStart: processStart(process.pid), bootId: bootId() };
  const temporary = join(dirname(path), `LOCK-${process.pid}-${++temporaries}.tmp`);
  fs.writeFileSync(temporary, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  try {
    fs.linkSync(temporary, path);
    return true;
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

function generationLock(path: string): DiskLock {
  let held = true;
  return {
    release: async () => {
      if (!held) return;
      held = false;
      fs.truncateSync(path, 0); // empty means free; the number is never given back
    },
  };
}

/** Start time of a process in clock ticks. Source: proc(5), field 22 of /proc/<pid>/stat, counted after the name in brackets. */
function processStart(pid: number): string | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

function bootId(): string | undefined {
  return readProc("/proc/sys/kernel/random/boot_id")?.trim();
}

function readProc(path: string): string | undefined {
  try {
    return fs.readFileSync(path, "utf8");
  } catch {
    return undefined; // not Linux, or the process is gone
  }
}
