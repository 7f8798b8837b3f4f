/**
 * The index in a folder: opens what is there, and keeps it up in the background. What only an embedder needs is loaded with one.
 */
import { join } from "node:path";
import { nodeDisk, type Disk } from "@vidmem/frames";
import type { IndexDamage } from "./index-damage.ts";
import { liveRefs } from "./listing/live-refs.ts";
import { createIndex, noEmbedding, type MemoryIndex, type MemoryIndexOptions } from "./memory-index.ts";
import type { StoredVectors } from "./semantic/stored-vectors.ts";
import { createTaskRunner } from "./store/build-tasks.ts";
import { openIndexFolder, type IndexFolder } from "./store/open-index.ts";
import { noticingDamage } from "./store/noticing-damage.ts";
import { createThreadRunner, IS_COMPILED } from "./store/thread-runner.ts";
import type { IndexUpkeep } from "./store/upkeep.ts";

/** What an index in a folder needs beside that. */
export interface OpenMemoryIndexOptions extends MemoryIndexOptions {
  /** The index's own folder; made when it is missing, unless `readOnly`. Its parent must exist. */
  readonly dir: string;
  /** Changes behaviour: writes nothing; what the segments do not hold is searched from memory. Default false. */
  readonly readOnly?: boolean | undefined;
  /** Default: the real disk. */
  readonly disk?: Disk | undefined;
  /** The last place in the history that the index is derived from: an index that reaches further is of another history. */
  readonly lastSeq: number;
  /**
   * Where large segments are written: on a thread of their own, which needs the real disk, or on this one. Default "thread" for
   * compiled code on the real disk.
   */
  readonly worker?: "thread" | "inline" | undefined;
  /**
   * Changes behaviour, with an embedder: when the vectors in the folder are another model's, "fail" (default), or "reindex": drop
   * them, and embed everything again in the background.
   */
  readonly onModelMismatch?: "fail" | "reindex" | undefined;
  /** Changes cost: pending documents that start a build soon (5), and at once (20). Larger means fewer, larger segments. */
  readonly startAt?: number | undefined;
  readonly forceAt?: number | undefined;
}

/** An index whose segments lie in a folder. */
export interface StoredMemoryIndex extends MemoryIndex {
  /** Frames up to this place in history are in it: add what the log has behind it. */
  readonly reach: number;
  /** Why the index that was there was not used, if so: then `reach` is 0. */
  readonly rebuiltBecause: string | undefined;
  /** Building and merging in the background: to be told what was seen, awaited, paused. */
  readonly upkeep: Pick<IndexUpkeep, "notice" | "ready" | "bulk" | "erase" | "idle" | "pause" | "resume" | "stats">;
  /** Making vectors in the background, after the save: how it is doing, and when it is done. `undefined` without an embedder. */
  readonly embedding: Pick<StoredVectors, "figures" | "idle"> | undefined;
  /**
   * Reads every byte of the index's files again, and streams what is not what was written. Damaged segments are not used by the next opening:
   * it makes the index again, unless `readOnly`. @throws IndexError INDEX_IO, or the signal's reason.
   */
  verify(options?: { readonly signal?: AbortSignal | undefined }): AsyncIterable<IndexDamage>;
  /** Takes away what is damaged. The next opening makes it again; until then searches go on with what can be read. @returns the files. */
  repair(): Promise<readonly string[]>;
  /** Writes what is pending and closes all files; does not wait for the embedder. Searches must have ended. */
  close(): Promise<void>;
}

/**
 * Opens the index in a folder. A damaged index is no error, but empty.
 * @throws IndexError INDEX_MODEL_MISMATCH, INDEX_DIMENSION_MISMATCH when its vectors are not of the embedder; INDEX_IO.
 */
export async function openMemoryIndex(options: OpenMemoryIndexOptions): Promise<StoredMemoryIndex> {
  const { dir, readOnly = false, disk, lastSeq, startAt = 5, forceAt = 20 } = options;
  const { worker = disk === undefined && IS_COMPILED ? "thread" : "inline" } = options;
  const inline = createTaskRunner(disk);
  const runner = worker === "thread" ? createThreadRunner(inline) : inline;
  const folder = await openIndexFolder({ dir, readOnly, lastSeq, runner, startAt, forceAt, disk: disk ?? nodeDisk() });
  const { contents, reach, rebuiltBecause, upkeep } = folder;
  const stored = await openVectors(options, folder);
  const index = createIndex(options, { contents, hold: upkeep.hold, stored });
  const files = { dir, disk: disk ?? nodeDisk(), vectors: VECTORS, distrust: upkeep.distrust };
  return {
    ...index,
    ...noticingDamage(index, upkeep.distrust),
    reach,
    rebuiltBecause,
    embedding: stored,
    upkeep: {
      ...upkeep,
      pause() {
        upkeep.pause();
        stored?.pause();
      },
      resume() {
        upkeep.resume();
        stored?.unpause();
      },
      async erase(refs) {
        await upkeep.erase(refs);
        if (readOnly || refs.length === 0) return;
        if (stored !== undefined) return stored.erase(refs);
        const { eraseVectors } = await import("./semantic/erase-vectors.ts");
        await eraseVectors(refs, { dir: join(dir, VECTORS), disk });
      },
    },
    async *verify({ signal } = {}) {
      const { verifyIndex } = await import("./store/verify-index.ts");
      yield* verifyIndex({ ...files, signal });
    },
    async repair() {
      if (readOnly) return [];
      const { repairIndex } = await import("./store/verify-index.ts");
      return repairIndex(files);
    },
    async close() {
      try {
        await stored?.close();
      } finally {
        await upkeep.close();
      }
    },
  };
}

/** The folder of the vectors, in that of the index. */
const VECTORS = "vectors";

async function openVectors(
  options: OpenMemoryIndexOptions,
  { contents, upkeep }: IndexFolder,
): Promise<StoredVectors | undefined> {
  const { embedder, dir, disk, readText, readEmbedding = noEmbedding, readOnly = false } = options;
  if (embedder === undefined) return undefined;
  try {
    const { openStoredVectors } = await import("./semantic/stored-vectors.ts");
    const stored = await openStoredVectors({
      dir: join(dir, VECTORS),
      disk,
      embedder,
      readText,
      readEmbedding,
      readOnly,
      lastRef: options.lastSeq,
      onMismatch: options.onModelMismatch === "reindex" ? "discard" : "fail",
    });
    stored.resume(async (stopped) => {
      const release = upkeep.hold();
      return liveRefs(contents.segments, stopped).finally(release);
    });
    return stored;
  } catch (error) {
    await upkeep.close();
    throw error;
  }
}
