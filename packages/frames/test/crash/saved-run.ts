/**
 * Saved run: a workload's recording in a file, so that a failure can be looked at again, byte for byte. Background work of the log
 * ends when it ends: two runs of one seed need not do the same.
 */
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import type { WorkloadRun } from "./workload.ts";

/** Writes a run; returns the path. */
export function saveRun(run: WorkloadRun): string {
  const path = join(fs.mkdtempSync(join(tmpdir(), "vidmem-crash-")), `seed-${run.seed}.run`);
  fs.writeFileSync(path, serialize(run));
  return path;
}

/** Reads a run that this version of the campaign wrote. */
export function loadRun(path: string): WorkloadRun {
  return deserialize(fs.readFileSync(path)) as WorkloadRun;
}
