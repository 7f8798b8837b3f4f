/** The examination: everything about a store's folder that can be known without changing it. */
import { access, constants, statfs } from "node:fs/promises";
import { isVidmemError } from "@vidmem/frames";
import type { MemoryStore, StoreViolation } from "@vidmem/memory";
import { formatBytes } from "../render/numbers.ts";
import { explainViolations, explainWarning, littleSpace, noBackup, notWritable, type Finding } from "./findings.ts";

/** What an examination found; at most 1,000 violations are kept, the count is exact. A figure that damage hides is `undefined`. */
export interface Examination {
  readonly frames: number | undefined;
  readonly diskBytes: number | undefined;
  readonly memories: number | undefined;
  readonly violations: readonly StoreViolation[];
  readonly violationCount: number;
  readonly findings: readonly Finding[];
}

const KEPT_VIOLATIONS = 1000;
const LEAST_FREE_BYTES = 256 * 1024 * 1024;

/** Reads every byte of the store. */
export async function examine(store: MemoryStore, signal: AbortSignal): Promise<Examination> {
  const violations: StoreViolation[] = [];
  let violationCount = 0;
  for await (const violation of store.verify({ signal })) {
    violationCount++;
    if (violations.length < KEPT_VIOLATIONS) violations.push(violation);
  }
  const { memories, frames, diskBytes, findings } = await examineSession(store, signal);
  return {
    frames,
    diskBytes,
    memories,
    violations,
    violationCount,
    findings: [...explainViolations(violations), ...(await examineFolder(store.dir)), ...findings],
  };
}

type SessionExamination = Pick<Examination, "memories" | "frames" | "diskBytes" | "findings">;

/** What the store tells of itself. Figures are counted in the index: one that is damaged, which is told already, has none. */
async function examineSession(store: MemoryStore, signal: AbortSignal): Promise<SessionExamination> {
  try {
    const { memories, log } = store.stats();
    await store.drift({ signal }); // which the status then tells
    const { warnings, lastBackup } = await store.status();
    const told = warnings.flatMap(({ code }) => explainWarning(code) ?? []);
    const backup = lastBackup === undefined && memories > 0 ? [noBackup()] : [];
    return { memories, frames: log.frames, diskBytes: log.sizeBytes, findings: [...told, ...backup] };
  } catch (error) {
    if (!isVidmemError(error) || error.code !== "INDEX_DAMAGED") throw error;
    return { memories: undefined, frames: store.recovery.frames, diskBytes: undefined, findings: [] };
  }
}

async function examineFolder(dir: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  try {
    await access(dir, constants.W_OK);
  } catch (error) {
    findings.push(notWritable(error instanceof Error && "code" in error ? String(error.code) : "EACCES"));
  }
  const { bavail, bsize } = await statfs(dir);
  const freeBytes = bavail * bsize;
  if (freeBytes < LEAST_FREE_BYTES) findings.push(littleSpace(formatBytes(freeBytes)));
  return findings;
}
