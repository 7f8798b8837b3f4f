/** Sealed segment: a sealed file (docs/format/sealed.md) as a segment of the history, with its chunks in the shared cache. */
import { join } from "node:path";
import type { Disk, DiskFile } from "../disk/disk.ts";
import { ioError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import type { Chunk } from "../sealed/chunk-reader.ts";
import { lostUpTo } from "../sealed/damage.ts";
import { openSealed, type ChunkSlot, type SealedSegment } from "../sealed/segment-reader.ts";
import type { ChunkCache } from "./chunk-cache.ts";
import type { SealedName } from "./names.ts";
import type { Segment } from "./segment.ts";

/** A sealed file that is open. Range and month come from its name, so opening it reads nothing. */
export interface SealedFile extends Segment {
  readonly name: SealedName;
  readonly sealed: SealedSegment;
  /** Whether damage was met when it was to be merged: it stays as it is until it is repaired. */
  isUnmergeable: boolean;
  /** The file, for who must get at its bytes also when it is damaged. */
  readonly open: DiskFile;
}

export function isSealed(segment: Segment): segment is SealedFile {
  return "sealed" in segment;
}

/** @throws FRAMES_IO */
export async function openSealedSegment(
  { disk, dir, chunks }: { readonly disk: Disk; readonly dir: string; readonly chunks: ChunkCache },
  name: SealedName,
): Promise<SealedFile> {
  const path = join(dir, name.file);
  try {
    const file = await disk.open(path, "read");
    const sizeBytes = await file.size();
    const close = (): void => void file.close().catch(() => undefined); // it was only read
    return wrap({ sealed: openSealed(file, name.file, { sizeBytes }), open: file, name, sizeBytes, chunks, close });
  } catch (cause) {
    throw ioError("open", path, cause);
  }
}

/** Frames of a batch, or those of one chunk. */
const BATCH_FRAMES = 256;

interface ScanRange {
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Of the segment: what is damaged outside of chunks takes all its frames. */
  readonly lastSeq: number;
}

async function* scanFrom(sealed: SealedSegment, range: ScanRange): AsyncGenerator<RawFrame[], void, undefined> {
  const { fromSeq, toSeq, lastSeq } = range;
  let frames: RawFrame[] = [];
  try {
    for await (const chunk of sealed.scan(fromSeq, toSeq)) {
      for (let slot = 0; slot < chunk.count; slot++) {
        const seq = chunk.seqAt(slot);
        if (seq >= fromSeq && seq <= toSeq) frames.push(chunk.frame(slot));
      }
      if (frames.length < BATCH_FRAMES) continue;
      yield frames;
      frames = [];
    }
  } catch (error) {
    if (frames.length > 0) yield frames;
    throw lostUpTo(error, lastSeq);
  }
  if (frames.length > 0) yield frames;
}

interface Parts {
  readonly sealed: SealedSegment;
  readonly open: DiskFile;
  readonly name: SealedName;
  readonly sizeBytes: number;
  readonly chunks: ChunkCache;
  readonly close: () => void;
}

function wrap({ sealed, open, name, sizeBytes, chunks, close }: Parts): SealedFile {
  const id = chunks.register();
  let holders = 1;
  /** Up to the slot: nearly always one frame of a chunk is read, and then another one's. */
  const chunkOf = (place: ChunkSlot): Chunk => chunks.get(id, place, (slot) => sealed.readChunk(place.chunk, slot));

  const seqsOf = (places: readonly ChunkSlot[]): number[] => places.map((place) => chunkOf(place).seqAt(place.slot));

  return {
    name,
    sealed,
    open,
    isUnmergeable: false,
    file: name.file,
    month: name.month,
    firstSeq: name.firstSeq,
    lastSeq: name.lastSeq,
    sizeBytes,
    frame(seq) {
      const place = sealed.locate(seq);
      return place === undefined ? undefined : chunkOf(place).frame(place.slot);
    },
    forEachKey: (of, visit) => sealed.forEachKey(of, visit),
    withId: (text) => seqsOf(sealed.find(text)),
    withFingerprint: (fingerprint) => seqsOf(sealed.findFingerprint(fingerprint)),
    batches: (fromSeq, toSeq) => scanFrom(sealed, { fromSeq, toSeq, lastSeq: name.lastSeq }),
    retain: () => {
      holders++;
    },
    release: () => {
      if (--holders > 0) return;
      chunks.drop(id); // nobody asks for them any more, and erased contents must not outlive their file
      close();
    },
  };
}
