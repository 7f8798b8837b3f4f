/**
 * Recording: one run of a workload as a list of events, from which the disk at each moment of the run can be made again.
 */
import type { DiskOperation, Volume } from "./volume.ts";

/** What happened on a disk, in order. Marks are the workload's own notes, such as "acknowledged". */
export type DiskEvent =
  | { readonly type: "begin"; readonly step: number; readonly operation: DiskOperation }
  | { readonly type: "end"; readonly step: number; readonly operation: DiskOperation; readonly hasFailed: boolean }
  | { readonly type: "mark"; readonly value: unknown };

/** A run: how the disk was, and what happened. */
export interface Recording {
  readonly base: Volume;
  readonly events: readonly DiskEvent[];
}
