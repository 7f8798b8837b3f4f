/**
 * Opening a store: reads the manifest and judges whether it fits; the segments are opened when something first asks for them.
 */
import type { Disk } from "@vidmem/frames";
import { IndexError } from "../../errors.ts";
import type { VectorFolder } from "./folder.ts";
import { FORMAT_VERSION, MAX_DIMENSIONS } from "./format.ts";
import type { Manifest, SegmentEntry } from "./manifest.ts";
import { killOlderTwins, openSegments, recoverManifest } from "./open-segments.ts";
import { sourcesOf, type SegmentLimits, type VectorStore } from "./store.ts";

/** What to open, and what to expect there. */
export interface OpenStoreOptions {
  readonly disk: Disk;
  readonly folder: VectorFolder;
  readonly model: string;
  readonly dimensions?: number | undefined;
  readonly access: "read" | "write";
  readonly onMismatch: "fail" | "discard";
  readonly limits: SegmentLimits;
}

/** A store whose segments may not be open yet. */
export interface StoreOpening {
  readonly store: VectorStore;
  /** Opens the segments, once. */
  load(): Promise<void>;
  isLoaded(): boolean;
  /** Live vectors; before `load` as the manifest says. */
  countVectors(): number;
}

/** How often a reader looks again when the writer has just replaced what its manifest named. */
const READER_TRIES = 5;

/** @throws IndexError INDEX_MODEL_MISMATCH, INDEX_DIMENSION_MISMATCH; RangeError. */
export async function openStore(options: OpenStoreOptions): Promise<StoreOpening> {
  const { disk, folder, model, dimensions, access, limits } = options;
  assertRange("dimensions", dimensions ?? 1, MAX_DIMENSIONS);
  assertRange("flushRows", limits.flushRows, 2 ** 20);
  assertRange("segmentRows", limits.segmentRows, 2 ** 22);
  const named = await folder.readManifest();
  const isDiscarded =
    named !== undefined && options.onMismatch === "discard" && findMismatch(named, options) !== undefined;
  const manifest = isDiscarded ? undefined : (named ?? (await recoverManifest(disk, folder, options)));
  const mismatch = manifest === undefined ? undefined : findMismatch(manifest, options);
  if (mismatch !== undefined) throw mismatch;
  const isRecovered = named === undefined && manifest !== undefined;
  const store: VectorStore = {
    disk,
    folder,
    model,
    limits,
    dimensions: dimensions ?? manifest?.dimensions,
    segments: [],
    frozen: undefined,
    pending: undefined,
    nextNumber: access === "read" ? 1 : await firstFreeNumber(folder),
    isManifestStale: isDiscarded || isRecovered,
    lostCount: 0,
  };
  let entries = manifest?.segments ?? [];
  let loading: Promise<void> | undefined;
  let isLoaded = false;

  async function loadSegments(): Promise<void> {
    const opened =
      access === "read" ? await openAsReader(options, entries) : await openSegments(disk, folder, entries, store);
    store.segments = opened.segments;
    store.lostCount = opened.lost.reduce((sum, { rows }) => sum + rows, 0);
    if (opened.lost.length > 0) store.isManifestStale = true;
    if (isRecovered) killOlderTwins(store.segments);
    entries = [];
    isLoaded = true;
  }

  return {
    store,
    isLoaded: () => isLoaded,
    load() {
      // After a failure the next call tries again.
      loading ??= loadSegments().catch((error: unknown) => {
        loading = undefined;
        throw error;
      });
      return loading;
    },
    countVectors() {
      const stored = entries.reduce((sum, { rows, dead }) => sum + rows - dead, 0);
      return sourcesOf(store).reduce((sum, { liveCount }) => sum + liveCount, stored);
    },
  };
}

/** A writer may have replaced a segment since the manifest was read: then the new manifest names others. */
async function openAsReader(
  options: OpenStoreOptions,
  given: readonly SegmentEntry[],
): ReturnType<typeof openSegments> {
  const { disk, folder } = options;
  let entries = given;
  for (let attempt = 1; ; attempt++) {
    const opened = await openSegments(disk, folder, entries, options);
    const newer = opened.lost.length === 0 ? undefined : await folder.readManifest();
    const isChanged = newer !== undefined && JSON.stringify(newer.segments) !== JSON.stringify(entries);
    if (!isChanged || attempt === READER_TRIES) return opened;
    for (const { rows } of opened.segments) await rows.close();
    entries = newer.segments;
  }
}

async function firstFreeNumber(folder: VectorFolder): Promise<number> {
  const { segments, deadFiles } = await folder.list();
  return Math.max(0, ...segments, ...deadFiles.values()) + 1;
}

function findMismatch(found: Manifest, { model, dimensions }: OpenStoreOptions): IndexError | undefined {
  const next = "Run reindex to embed everything again, or open the store with the embedder that made them.";
  if (found.version !== FORMAT_VERSION || found.model !== model) {
    const maker = found.version === FORMAT_VERSION ? `"${found.model}"` : `a newer vidmem (format ${found.version})`;
    return new IndexError(
      "INDEX_MODEL_MISMATCH",
      `The vectors of this store are by ${maker}, not by "${model}". ${next}`,
      {
        details: { expected: model, found: found.model, version: found.version },
      },
    );
  }
  if (dimensions === undefined || found.dimensions === dimensions) return undefined;
  const message = `The vectors of this store have ${found.dimensions} dimensions, those of "${model}" now ${dimensions}. ${next}`;
  return new IndexError("INDEX_DIMENSION_MISMATCH", message, {
    details: { expected: dimensions, found: found.dimensions },
  });
}

function assertRange(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) throw new RangeError(`${name} must be 1..${most}`);
}
