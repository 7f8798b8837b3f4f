/**
 * The accesses file: what the touches in the log add up to, and up to which place in history, so that opening need not read them all
 * again. Derived: when it is gone or of another form, the touches are read. Format: docs/format/memory.md.
 */
import { posix } from "node:path";
import { isFrameId, type Disk, type FrameId } from "@vidmem/frames";
import type { Access } from "./accesses.ts";
import { writeWholeFile } from "./whole-file.ts";

const NAME = "accesses.json";
const VERSION = 1;

/** All accesses up to a place in history. */
export interface AccessesUpTo {
  readonly reach: number;
  readonly accesses: ReadonlyMap<FrameId, Access>;
}

const NOTHING: AccessesUpTo = { reach: 0, accesses: new Map() };

/** @param folder the index's. */
export async function readAccessesFile(disk: Disk, folder: string): Promise<AccessesUpTo> {
  const path = posix.join(folder, NAME);
  if ((await disk.stat(path)) === undefined) return NOTHING;
  const file = await disk.open(path, "read");
  try {
    const bytes = new Uint8Array(await file.size());
    await file.read(bytes, 0);
    return fromJson(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    if (error instanceof SyntaxError) return NOTHING;
    throw error;
  } finally {
    await file.close();
  }
}

/** Atomic: after a crash the old file is there or the new one. */
export async function writeAccessesFile(disk: Disk, folder: string, { reach, accesses }: AccessesUpTo): Promise<void> {
  const entries = Object.fromEntries([...accesses].map(([id, { count, last }]) => [id, [count, last]]));
  const json = JSON.stringify({ version: VERSION, reach, accesses: entries });
  await writeWholeFile(disk, posix.join(folder, NAME), new TextEncoder().encode(json));
}

function fromJson(value: unknown): AccessesUpTo {
  const { version, reach, accesses } = (value ?? {}) as Partial<Record<string, unknown>>;
  const isOurs =
    version === VERSION && Number.isSafeInteger(reach) && typeof accesses === "object" && accesses !== null;
  if (!isOurs) return NOTHING;
  const known = new Map<FrameId, Access>();
  for (const [id, entry] of Object.entries(accesses)) {
    const [count, last] = Array.isArray(entry) ? (entry as unknown[]) : [];
    if (isFrameId(id) && Number.isSafeInteger(count))
      known.set(id, { count: count as number, last: last as number | undefined });
  }
  return { reach: reach as number, accesses: known };
}
