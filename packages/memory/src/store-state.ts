/** The parts of an open store, and the two changes that every save, update, forget and replay comes down to. */
import type { Disk, FrameId, FrameLog } from "@vidmem/frames";
import type { Embedder, StoredMemoryIndex } from "@vidmem/index";
import type { Accesses } from "./accesses.ts";
import type { CurrentVersion } from "./current.ts";
import { isIndexedAsStored, textOf } from "./records/memory-frame.ts";
import type { MemoryRecord } from "./records/record.ts";
import type { TextScratch } from "./records/text-scratch.ts";
import type { Scoring } from "./scoring/scoring.ts";
import type { GhostIndex } from "./typed/ghost-index.ts";
import type { Ghosts } from "./typed/ghosts.ts";
import type { WarmRecords } from "./warm-records.ts";
import type { WorkingSet } from "./typed/working-set.ts";

/** Everything an open store works with. Only `log` is the truth; the rest is derived from it, but for the ghosts. */
export interface StoreState {
  readonly log: FrameLog;
  readonly index: StoredMemoryIndex;
  readonly accesses: Accesses;
  readonly warm: WarmRecords;
  readonly scoring: Scoring;
  readonly working: WorkingSet;
  readonly ghosts: Ghosts;
  readonly ghostIndex: GhostIndex;
  /** The user's own, if any. */
  readonly embedder: Embedder | undefined;
  readonly clock: () => number;
  /** Bytes of what is being saved. */
  readonly encode: TextScratch;
  readonly readOnly: boolean;
  readonly dir: string;
  readonly disk: Disk;
}

/** A version of a memory that is in the log (or in its queue). */
export interface Version {
  readonly id: FrameId;
  readonly seq: number;
  /** ms */
  readonly savedAt: number;
  readonly record: MemoryRecord;
  /** What its frame has as content, when it is at hand: then it need not be encoded again. */
  readonly utf8?: Uint8Array | undefined;
}

/** Makes `version` the current one of its memory, in place of the one that was it before. */
export function applyVersion(state: StoreState, version: Version, before: CurrentVersion | undefined): void {
  const { id, seq, savedAt, record } = version;
  const { content, timestamp, namespace, session, speaker, type, tags, importance, embedding } = record;
  const document = {
    ref: seq,
    text: textOf(content),
    utf8: isIndexedAsStored(content) ? version.utf8 : undefined,
    savedAt,
    timestamp,
    namespace,
    session,
    speaker,
    type,
    tags,
    importance,
    embedding,
  };
  if (before === undefined) state.index.add(document);
  else state.index.add(document, { replaces: { ref: before.seq, namespace: before.namespace } });
  state.index.upkeep.notice(seq);
  if (type === "working") state.working.add(namespace, id);
  else state.working.remove(namespace, id);
}

/** The end of a memory: what it was before, when (ms) and at which place in history it ended. */
interface End {
  readonly before: CurrentVersion;
  readonly at: number;
  readonly seq: number;
}

/** Ends a memory. */
export function removeVersion(state: StoreState, id: FrameId, { before, at, seq }: End): void {
  state.index.remove(before.seq, before.namespace, at, seq);
  state.index.upkeep.notice(seq);
  state.working.remove(before.namespace, id);
  state.accesses.forget(id);
}
