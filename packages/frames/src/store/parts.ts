/** The parts that an open log is wired from. */
import type { DiskLock } from "../disk/disk.ts";
import type { Background } from "./background.ts";
import type { ChunkCache } from "./chunk-cache.ts";
import type { Committer } from "./committer.ts";
import type { Deltas } from "./deltas.ts";
import type { FrameUpkeep } from "./frame-upkeep.ts";
import type { FrameReader } from "./frame-reader.ts";
import type { History } from "./history.ts";
import type { RowWriter } from "./row-writer.ts";

/** What reading needs. */
export interface ReadingParts {
  readonly history: History;
  readonly frames: FrameReader;
  readonly chunks: ChunkCache;
}

/** What only a log open for writing has. */
export interface WritingParts {
  readonly committer: Committer;
  readonly writer: RowWriter;
  readonly deltas: Deltas;
  readonly background: Background;
  readonly lock: DiskLock;
  readonly upkeep: FrameUpkeep;
  lastError(): Error | undefined;
  /** Commits what is queued and ends background work. */
  close(): Promise<void>;
}
