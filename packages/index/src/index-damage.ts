/** Damage of files that are derived from the log: what is told of it, and what looks for it. */
import type { Disk } from "@vidmem/frames";

/** A place in a file of an index that is not what was written there. */
export interface IndexDamage {
  /** In the folder that was verified, with slashes. */
  readonly file: string;
  readonly offset: number;
  /** What is wrong, without a full stop. */
  readonly message: string;
}

/** Which folder to verify. */
export interface VerifyFolderOptions {
  readonly dir: string;
  readonly disk: Disk;
  readonly signal?: AbortSignal | undefined;
}
