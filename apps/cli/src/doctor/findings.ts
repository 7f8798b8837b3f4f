/** What the doctor can find, in words: what it means, and what to do. One entry per kind; violations come from `verify`. */
import type { StoreViolation, WarningCode } from "@vidmem/memory";
import { countOf } from "../render/numbers.ts";

/** How bad it is: "damage" ends with exit code 4, "environment" with 3, "note" with 0. */
export type Severity = "damage" | "environment" | "note";

/** One thing that somebody should know. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly meaning: string;
  readonly advice: string;
}

const REPAIR =
  "Run `vidmem doctor --repair`: it keeps everything that can be read, and the damaged file in lost+found/.";
const RESTORE = "If you have a backup from before the damage, `vidmem restore` brings back what is missing.";

type ViolationKind = StoreViolation["kind"];

const VIOLATIONS: Readonly<Record<ViolationKind, (count: number) => Finding>> = {
  "damaged-frame": (count) => ({
    code: "damaged-frame",
    severity: "damage",
    meaning: `${countOf(count, "place")} on the disk no longer holds what was written: the disk changed it.`,
    advice: `${REPAIR} ${RESTORE} Check the disk, too: it rarely stays at one place.`,
  }),
  "unreadable-frame": (count) => ({
    code: "unreadable-frame",
    severity: "damage",
    meaning: `${countOf(count, "frame")} cannot be read: its bytes are whole but make no sense, or what it builds on is lost.`,
    advice: `${REPAIR} ${RESTORE}`,
  }),
  "torn-tail": () => ({
    code: "torn-tail",
    severity: "note",
    meaning: "The last save was cut short by a crash. It was never acknowledged, so nothing that counts is missing.",
    advice: "Nothing to do: the next opening for writing sets it aside.",
  }),
  "missing-frames": (count) => ({
    code: "missing-frames",
    severity: "damage",
    meaning: `At ${countOf(count, "place")} history has a hole: frames that were there are gone with damaged bytes.`,
    advice: `${RESTORE} Otherwise \`vidmem doctor --repair\` closes the hole; what was in it stays lost.`,
  }),
  "missing-segment": (count) => ({
    code: "missing-segment",
    severity: "damage",
    meaning: `${countOf(count, "file")} of the history is not there: it was removed or never copied.`,
    advice: `Look for it in your trash, or in the folder this store was copied from. ${RESTORE}`,
  }),
  "foreign-file": (count) => ({
    code: "foreign-file",
    severity: "note",
    meaning: `${countOf(count, "file")} in shards/ is not of this store. It is left alone and harms nothing.`,
    advice: "Move it away when you know what it is.",
  }),
  "damaged-index": (count) => ({
    code: "damaged-index",
    severity: "damage",
    meaning: `${countOf(count, "place")} in index/ no longer holds what was written. No memory is lost, but searches may miss something.`,
    advice:
      "Run `vidmem doctor --repair`: it makes the index again from the memories. Check the disk, too: it rarely stays at one place.",
  }),
};

/** One finding for each kind of violation. */
export function explainViolations(violations: readonly StoreViolation[]): Finding[] {
  const counts = new Map<ViolationKind, number>();
  for (const { kind } of violations) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => VIOLATIONS[kind](count));
}

/** Warnings of a status that verifying does not tell already. */
const NOTES: Partial<Record<WarningCode, Omit<Finding, "code">>> = {
  interrupted: {
    severity: "note",
    meaning: "The last session was not closed: its program was killed, crashed, or forgot to.",
    advice: "Every acknowledged save is there. Let programs end with close(); Ctrl-C and SIGTERM on vidmem do.",
  },
  drift: {
    severity: "note",
    meaning: "Recent memories are unlike the older ones.",
    advice: "If that is not what you expect, look at what was saved lately: vidmem list",
  },
};

export function explainWarning(code: WarningCode): Finding | undefined {
  const note = NOTES[code];
  return note === undefined ? undefined : { code, ...note };
}

export function storeFileDamaged(): Finding {
  return {
    code: "store-file-damaged",
    severity: "damage",
    meaning: "vidmem.json is damaged, so the store does not open. The memories are in shards/ and not touched by that.",
    advice: "Run `vidmem doctor --repair`: it moves the file aside and writes a new one.",
  };
}

export function notWritable(code: string): Finding {
  return {
    code: "not-writable",
    severity: "environment",
    meaning: `This user cannot write to the folder (${code}). Reading works, saving does not.`,
    advice: "Give this user permission on the folder, or mount the disk writable.",
  };
}

export function littleSpace(freeText: string): Finding {
  return {
    code: "little-space",
    severity: "environment",
    meaning: `Only ${freeText} are free on this disk. A full disk stops saving; what is saved stays safe.`,
    advice: "Free some space, or run `vidmem compact`.",
  };
}

export function noBackup(): Finding {
  return {
    code: "no-backup",
    severity: "note",
    meaning: "No backup of this store is known.",
    advice: "Make one on another disk: vidmem backup <folder>",
  };
}
