/**
 * The catalog: which frame is the current version of each memory. Rebuilt from the log at open.
 */
import type { FrameId } from "@vidmem/frames";

/** Where the current version of a memory is. */
export interface CurrentVersion {
  /** The seq of its frame, which is also its reference in the index. */
  readonly seq: number;
  readonly namespace: string;
}

/** Current versions by id. */
export type Catalog = Map<FrameId, CurrentVersion>;
