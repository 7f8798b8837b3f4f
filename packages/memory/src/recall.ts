/** Recalling: by id, by question, by time, and everything. Contents are read from the log, for the winners only. */
import type { FrameId } from "@vidmem/frames";
import type { IndexQuery } from "@vidmem/index";
import { currentSeq, currentVersion, isCurrent, isSomeCurrent } from "./current.ts";
import { factsOf } from "./facts.ts";
import { findMemories } from "./find.ts";
import { readHistory } from "./history.ts";
import type { Hit, Memory, MemoryFilter, SearchOptions, SearchQuery, SearchResult, TimelineOptions } from "./memory.ts";
import { isPlainObject } from "./records/canonical-json.ts";
import { fromFrame, isMemory, readRecord as asRecord, toMemory } from "./records/memory-frame.ts";
import { toRecordTest } from "./records/record-test.ts";
import { DEFAULT_NAMESPACE, toEmbedding, toTimestamp, type MemoryRecord } from "./records/record.ts";
import type { StoreState } from "./store-state.ts";
import { getGhost, ghostToMemory } from "./typed/ghost-verbs.ts";
import { listGhosts, mergeByTime } from "./typed/ghost-recall.ts";

/** The memory with this id, counted as an access; `undefined` when there is none. At once when it was read lately. */
export function getMemory(state: StoreState, id: FrameId): Memory | undefined | Promise<Memory | undefined> {
  const ghost = getGhost(state, id);
  if (ghost !== undefined) return ghost;
  const seq = state.log.locate(id);
  if (seq === undefined) return undefined;
  // What is warm at the place of the newest frame is the memory; a frame that ended it, or holds none, is never warm.
  const record = state.warm.get(seq);
  return record === undefined ? getCold(state, id, seq) : toAccessed(state, { id, seq, record });
}

async function getCold(state: StoreState, id: FrameId, newest: number): Promise<Memory | undefined> {
  const found = await readCurrent(state, id, newest);
  if (found === undefined) return undefined;
  state.warm.set(found.seq, found.record);
  return toAccessed(state, { id, ...found });
}

function toAccessed(
  state: StoreState,
  { id, seq, record }: { readonly id: FrameId; readonly seq: number; readonly record: MemoryRecord },
): Memory {
  state.accesses.count(id, state.clock());
  if (record.type === "working") state.working.use(record.namespace, id);
  return toMemory(id, record, factsOf(state, id, seq));
}

/** The newest frame of an id is its memory, but for what ended and for frames that hold none. */
async function readCurrent(
  state: StoreState,
  id: FrameId,
  newest: number,
): Promise<{ seq: number; record: MemoryRecord } | undefined> {
  const frame = await state.log.readAt(newest);
  if (frame !== undefined && isMemory(frame)) return { seq: newest, record: fromFrame(frame) };
  const seq = currentSeq(state, id);
  const found = seq === undefined ? undefined : await readRecord(state, seq);
  return found === undefined ? undefined : { seq: seq!, record: found.record };
}

/** The best answers to a question. */
export async function searchMemories(
  state: StoreState,
  query: SearchQuery,
  options: SearchOptions = {},
): Promise<SearchResult> {
  const started = performance.now();
  const asked = toIndexQuery(query, options);
  const hits: Hit[] = [];
  for await (const { hit, id, record } of findMemories(state, asked, options.syntax)) hits.push(toHit(id, record, hit));
  const isMisspelt = hits.length === 0 && asked.text !== undefined && asked.namespace !== "*";
  const suggestions = isMisspelt ? await state.index.suggest(asked.text, asked.namespace) : [];
  const tookMs = performance.now() - started;
  return suggestions.length === 0 ? { hits, tookMs } : { hits, suggestions, tookMs };
}

/** The same answers one by one, as they are asked for: each is read when the one before has been taken. */
export async function* streamHits(
  state: StoreState,
  query: SearchQuery,
  options: SearchOptions = {},
): AsyncGenerator<Hit> {
  for await (const { hit, id, record } of findMemories(state, toIndexQuery(query, options), options.syntax)) {
    options.signal?.throwIfAborted();
    yield toHit(id, record, hit);
  }
}

/** Memories by the time at which they happened, read one by one as they are asked for. */
export async function* timelineOf(state: StoreState, options: TimelineOptions = {}): AsyncGenerator<Memory> {
  const { limit = Number.POSITIVE_INFINITY, order = "oldest-first" } = options;
  if (!(limit >= 0)) throw new RangeError("limit must be 0 or more");
  const { asOf } = asOfOf(options);
  const ghosts = listGhosts(state, { ...options, namespace: options.namespace ?? DEFAULT_NAMESPACE }, asOf);
  let left = limit;
  for await (const memory of mergeByTime(storedTimeline(state, options, order), ghosts.map(ghostToMemory), order)) {
    if (left-- <= 0) return;
    yield memory;
  }
}

async function* storedTimeline(
  state: StoreState,
  options: TimelineOptions,
  order: TimelineOptions["order"],
): AsyncGenerator<Memory> {
  for (const seq of state.index.select({ ...toIndexFilter(options), ...asOfOf(options) }, order)) {
    options.signal?.throwIfAborted();
    const found = await readRecord(state, seq);
    if (found !== undefined) yield toMemory(found.id, found.record, factsOf(state, found.id, seq));
  }
}

/** The turns around a memory in its conversation, itself included, in the order of the conversation. */
export async function contextOf(
  state: StoreState,
  id: FrameId,
  { before = 2, after = 2 }: { readonly before?: number | undefined; readonly after?: number | undefined } = {},
): Promise<Memory[]> {
  const ghost = state.ghosts.find(id);
  if (ghost !== undefined) return [ghostToMemory(ghost)];
  const current = currentVersion(state, id);
  if (current === undefined) return [];
  const turns: Memory[] = [];
  for (const seq of state.index.around(current.seq, current.namespace, { before, after })) {
    const found = await readRecord(state, seq);
    if (found !== undefined) turns.push(toMemory(found.id, found.record, factsOf(state, found.id, seq)));
  }
  return turns;
}

/** Every current memory that passes, in the order in which its current version was saved, then the ghosts; bounded memory. */
export async function* streamMemories(state: StoreState, filter: MemoryFilter = {}): AsyncGenerator<Memory> {
  for await (const { id, seq, record } of streamRecords(state, filter))
    yield toMemory(id, record, factsOf(state, id, seq));
  for (const ghost of listGhosts(state, filter)) yield ghostToMemory(ghost);
}

/** The stored ones with everything that is stored of them. */
export async function* streamRecords(
  state: StoreState,
  filter: MemoryFilter,
): AsyncGenerator<{ id: FrameId; seq: number; record: MemoryRecord }> {
  const passes = toRecordTest(filter);
  const { signal } = filter;
  const isNeeded = (seq: number): boolean => isSomeCurrent(state, seq);
  for await (const frame of readHistory(state.log, { signal, isNeeded })) {
    const record = asRecord(frame);
    if (record === undefined || !isCurrent(state, frame.id, frame.seq)) continue;
    if (passes(record)) yield { id: frame.id, seq: frame.seq, record };
  }
}

async function readRecord(state: StoreState, seq: number): Promise<{ id: FrameId; record: MemoryRecord } | undefined> {
  const frame = await state.log.readAt(seq);
  // A version that was erased is a tombstone now; the index may still know its place.
  if (frame === undefined || frame.kind === "tombstone") return undefined;
  return { id: frame.id, record: fromFrame(frame) };
}

/** A memory as an answer. */
export function toHit(id: FrameId, record: MemoryRecord, { score, why }: Pick<Hit, "score" | "why">): Hit {
  const { type, content, timestamp, namespace, session, speaker, tags, importance, metadata } = record;
  return {
    id,
    score,
    content,
    timestamp,
    type,
    namespace,
    tags,
    ...(session === undefined ? {} : { session }),
    ...(speaker === undefined ? {} : { speaker }),
    importance,
    metadata,
    ...(why === undefined ? {} : { why }),
  };
}

function toIndexQuery(query: SearchQuery, options: SearchOptions): IndexQuery {
  if (typeof query !== "string" && !isPlainObject(query)) throw new TypeError("search needs a text or an object");
  const { text, embedding } = typeof query === "string" ? { text: query } : query;
  const { limit, mode, hops, explain, signal } = options;
  return {
    ...toIndexFilter(options),
    ...asOfOf(options),
    text,
    ...(embedding === undefined ? {} : { embedding: toEmbedding(embedding) }),
    limit,
    mode,
    hops,
    explain,
    signal,
  };
}

function toIndexFilter(filter: MemoryFilter): Omit<IndexQuery, "text"> {
  const { types, tags, namespace, session, speaker, after, before, minImportance } = filter;
  return {
    types,
    tags,
    namespace,
    session,
    speaker,
    minImportance,
    ...(after === undefined ? {} : { after: toTimestamp(after, "after") }),
    ...(before === undefined ? {} : { before: toTimestamp(before, "before") }),
  };
}

function asOfOf({ asOf }: { readonly asOf?: SearchOptions["asOf"] }): { asOf?: number } {
  return asOf === undefined ? {} : { asOf: toTimestamp(asOf, "asOf") };
}
