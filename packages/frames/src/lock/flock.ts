/**
 * Lock through flock(2) on our own descriptor, taken by a one-shot `flock -n 3` child that inherits it.
 * Source: design log-notes §6 (0 violations in 1,600 rounds with kills); docs/format/store.md, "The lock".
 * Invariants: the kernel frees the lock when our descriptor closes, however this process ends; LOCK is never removed.
 */
import fs from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DiskLock } from "../disk/disk.ts";
import { systemCode } from "../errors.ts";
import { currentHolder, isAlive, lockedError, readHolder } from "./holder.ts";
import type { LockHolder } from "./holder.ts";

const HELD_BY_OTHER = 1; // exit code of `flock -n` when the lock is taken, in util-linux and busybox
const NAME_TRIES = 40;
const NAME_WAIT_MS = 5;

/** Takes the lock; undefined when this machine has no `flock` program. @throws FRAMES_LOCKED, or a system error. */
export async function acquireByFlock(path: string, program = "flock"): Promise<DiskLock | undefined> {
  const fd = fs.openSync(path, fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600);
  try {
    const code = await runFlock(program, fd, dirname(path));
    if (code === undefined) {
      fs.closeSync(fd);
      return undefined;
    }
    if (code === HELD_BY_OTHER) throw lockedError(path, await nameHolder(path));
    if (code !== 0) throw new Error(`flock ended with exit code ${code}`);
    const { size } = sameFile(fd, path);
    writeHolder(fd, size);
    return heldLock(fd);
  } catch (error) {
    fs.closeSync(fd);
    throw error;
  }
}

/** Runs the child; resolves to its exit code, or undefined when there is no such program. */
async function runFlock(program: string, fd: number, cwd: string): Promise<number | undefined> {
  const { spawn } = await import("node:child_process"); // only who writes needs it, and it brings twenty modules of Node's
  return new Promise((resolve, reject) => {
    // cwd: a working folder that was removed would look like a missing program, and lead to the other way of locking
    const child = spawn(program, ["-n", "3"], { cwd, stdio: ["ignore", "ignore", "ignore", fd] });
    child.once("error", (error) => {
      if (systemCode(error) === "ENOENT") resolve(undefined);
      else reject(error);
    });
    child.once("exit", (code, signal) => {
      if (code === null) reject(new Error(`flock was ended by ${signal ?? "a signal"}`));
      else resolve(code);
    });
  });
}

/** Someone may have replaced LOCK between open and flock: then we hold a file that nobody else will look at. */
function sameFile(fd: number, path: string): fs.Stats {
  const ours = fs.fstatSync(fd);
  const named = fs.statSync(path);
  if (ours.ino !== named.ino || ours.dev !== named.dev) throw new Error("LOCK was replaced while it was being taken");
  return ours;
}

/** @param sizeBytes what the file holds: nothing after a release, a name after the end of a process that gave nothing back. */
function writeHolder(fd: number, sizeBytes: number): void {
  const line = `${JSON.stringify(currentHolder())}\n`;
  fs.writeSync(fd, line, 0);
  if (sizeBytes > Buffer.byteLength(line)) fs.ftruncateSync(fd, Buffer.byteLength(line)); // half a millisecond, mostly for nothing
}

/** The winner writes its name just after it has won: wait a little for it rather than name a process that is gone. */
async function nameHolder(path: string): Promise<LockHolder | undefined> {
  for (let tries = 0; tries < NAME_TRIES; tries++) {
    const holder = readHolder(path);
    if (holder !== undefined && (holder.host !== currentHolder().host || isAlive(holder.pid))) return holder;
    await sleep(NAME_WAIT_MS);
  }
  return undefined;
}

function heldLock(fd: number): DiskLock {
  let held = true;
  return {
    release: async () => {
      if (!held) return;
      held = false;
      try {
        fs.ftruncateSync(fd, 0);
      } finally {
        fs.closeSync(fd);
      }
    },
  };
}
