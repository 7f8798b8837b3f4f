/**
 * Upkeep: what changes the folder. Rows in memory become segments, small segments become larger ones, dead rows are
 * left out. Order of writing: docs/format/vectors.md, "Writer duties".
 * Invariants: one upkeep at a time; searches go on meanwhile and see every vector exactly once; a failure changes nothing.
 */
import { encodeDeadRows } from "./dead-rows.ts";
import { sketchBytes } from "./format.ts";
import type { SegmentEntry } from "./manifest.ts";
import { planMerge } from "./merge-plan.ts";
import type { VectorRows } from "./rows.ts";
import { toModelTag } from "./segment-header.ts";
import { openSegmentRows } from "./segment-rows.ts";
import { pickLiveRows, writeSegment, type PickedRow } from "./segment-writer.ts";
import type { StoredSegment, VectorStore } from "./store.ts";

/** Makes everything durable that is in memory, then merges what should be merged. */
export async function flushStore(store: VectorStore): Promise<void> {
  if (store.dimensions === undefined) return;
  await store.folder.create();
  await writeChanges(store);
  for (;;) {
    const merged = planMerge(store.segments.map(toPlanned), store.limits.segmentRows);
    if (merged === undefined) return;
    await rewrite(
      store,
      merged.map(({ segment }) => segment),
    );
  }
}

/** Flushes, then writes every segment anew that holds dead rows. */
export async function purgeStore(store: VectorStore): Promise<void> {
  await flushStore(store);
  for (const segment of store.segments)
    if (segment.rows.liveCount < segment.rows.count) await rewrite(store, [segment]);
}

function toPlanned(segment: StoredSegment): { count: number; liveCount: number; segment: StoredSegment } {
  return { count: segment.rows.count, liveCount: segment.rows.liveCount, segment };
}

/**
 * Writes the rows in memory as segments, and which older rows are dead, under one manifest: so a vector that was replaced
 * is never there twice. When that fails the rows stay frozen, and the next flush tries again.
 */
async function writeChanges(store: VectorStore): Promise<void> {
  // What an earlier flush could not write comes first, then what came after it.
  for (let passes = store.frozen === undefined ? 1 : 2; passes > 0; passes--) {
    if (store.frozen === undefined && (store.pending?.count ?? 0) > 0) {
      store.frozen = store.pending;
      store.pending = undefined;
    }
    const { frozen } = store;
    const added = frozen === undefined ? [] : await writeSegments(store, [frozen]);
    const segments = [...(await writeDeadRows(store)), ...added];
    if (added.length > 0 || store.isManifestStale) await publish(store, segments, added);
    if (frozen !== undefined) killGone(added, [frozen]);
    store.segments = segments;
    store.frozen = undefined;
  }
}

/** Replaces segments by others that hold their live rows. */
async function rewrite(store: VectorStore, replaced: readonly StoredSegment[]): Promise<void> {
  const sources = replaced.map(({ rows }) => rows);
  const added = await writeSegments(store, sources);
  const kept = store.segments.filter((segment) => !replaced.includes(segment));
  await publish(store, [...kept, ...added], added);
  killGone(added, sources);
  store.segments = [...kept, ...added];
  for (const { rows } of replaced) {
    store.lostCount += rows.damagedCount;
    await rows.close();
  }
}

async function writeSegments(store: VectorStore, sources: readonly VectorRows[]): Promise<StoredSegment[]> {
  const dimensions = store.dimensions!;
  const sketches = new Map<VectorRows, Uint8Array>();
  for (const source of sources) {
    const bytes = new Uint8Array(source.count * sketchBytes(dimensions));
    source.readSketches(0, bytes);
    sketches.set(source, bytes);
  }
  const segments: StoredSegment[] = [];
  for (const picked of pickLiveRows(sources)) segments.push(await writeOne(store, picked, sketches));
  return segments;
}

async function writeOne(
  store: VectorStore,
  picked: readonly PickedRow[],
  sketches: ReadonlyMap<VectorRows, Uint8Array>,
): Promise<StoredSegment> {
  const number = store.nextNumber++;
  const path = store.folder.segmentPath(number);
  const contents = { dimensions: store.dimensions!, model: toModelTag(store.model), picked, sketches };
  await writeSegment(store.disk, path, contents);
  const rows = await openSegmentRows(store.disk, path, undefined);
  if (rows === undefined) throw Object.assign(new Error(`EIO: ${path} reads back other bytes`), { code: "EIO" });
  return { entry: { number, rows: picked.length, dead: 0, deadFile: 0 }, rows };
}

/** What was deleted or replaced while it was being copied is dead in the copy too. */
function killGone(added: readonly StoredSegment[], sources: readonly VectorRows[]): void {
  for (const { rows } of added) {
    for (let row = 0; row < rows.count; row++) {
      const key = rows.keyAt(row);
      if (sources.every((source) => source.find(key) < 0)) rows.kill(row);
    }
  }
}

/** Writes the dead rows of segments that have more of them than their file says. */
async function writeDeadRows(store: VectorStore): Promise<StoredSegment[]> {
  const segments: StoredSegment[] = [];
  for (const segment of store.segments) {
    const { entry, rows } = segment;
    if (rows.dead.count === entry.dead) {
      segments.push(segment);
      continue;
    }
    const deadFile = store.nextNumber++;
    const dead = rows.dead.count;
    await store.folder.writeFile(store.folder.deadPath(entry.number, deadFile), encodeDeadRows(rows.dead, rows.count));
    segments.push({ entry: { ...entry, dead, deadFile }, rows });
    store.isManifestStale = true;
  }
  return segments;
}

/** Makes segments count, and removes the files of those that no longer do. On failure those just written are closed. */
async function publish(
  store: VectorStore,
  segments: readonly StoredSegment[],
  added: readonly StoredSegment[],
): Promise<void> {
  const entries: SegmentEntry[] = segments.map(({ entry }) => entry);
  try {
    await store.folder.sync();
    await store.folder.writeManifest({ model: store.model, dimensions: store.dimensions!, segments: entries });
  } catch (error) {
    for (const { rows } of added) await rows.close();
    throw error;
  }
  store.isManifestStale = false;
  await store.folder.removeOthers({ segments: entries });
}
