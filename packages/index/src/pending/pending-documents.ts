/**
 * Pending documents: those that no segment on disk holds yet. They are kept as batches, and become segments in memory when a search
 * needs them, so that a save is searchable at once and a bulk load that nobody searches costs no analysis here.
 *
 * Invariants: batches are in order of reference; a full batch is analysed once; only the newest is analysed again when it grew.
 */
import type { TermTable } from "../analysis/term-table.ts";
import { buildSegment } from "../segment/build-segment.ts";
import { memorySource } from "../segment/byte-source.ts";
import {
  createBatchWriter,
  type BatchDocument,
  type BatchWriter,
  type DocumentBatch,
} from "../segment/document-batch.ts";
import { openSegment, type Segment } from "../segment/segment-file.ts";
import { endInSection } from "./end-in-section.ts";

/** Documents of a batch: small enough to be analysed again after each save, large enough to be few. */
const BATCH_DOCUMENTS = 512;
/** Room for so much text is made before it comes, when the batch before became full with it. */
const MOST_EXPECTED_BYTES = 1_048_576;

export interface PendingDocuments {
  readonly count: number;
  /** Those whose version has not ended. O(batches). */
  liveCount(): number;
  /** Bytes of their texts. */
  readonly textBytes: number;
  add(document: BatchDocument): void;
  /** What is known of one of these documents. */
  find(ref: number): PendingDocument | undefined;
  /** Ends a version of a namespace. @returns whether its reference is among these documents. */
  end(ref: number, namespace: string, at: number): boolean;
  /** All of them as segments, oldest first. */
  segments(): readonly Segment[];
  /** The oldest documents, for a build, at most so many unless one batch has more; they stay until `dropUpTo`. */
  takeForBuild(maxDocuments: number, maxTextBytes: number): TakenDocuments;
  /** Forgets the documents up to a reference: a segment on disk holds them. */
  dropUpTo(ref: number): void;
}

interface PendingDocument {
  readonly namespace: string;
  readonly session: string | undefined;
  readonly turn: number;
  readonly isLive: boolean;
}

interface TakenDocuments {
  readonly batches: readonly DocumentBatch[];
  readonly documents: number;
  /** The largest reference among them. */
  readonly upTo: number;
}

interface Chunk {
  readonly writer: BatchWriter;
  segment?: Segment | undefined;
  /** Documents that `segment` holds. */
  built: number;
}

export function createPendingDocuments(table: TermTable, batchDocuments: number = BATCH_DOCUMENTS): PendingDocuments {
  let chunks: Chunk[] = [];
  /** Writers whose documents are in a segment by now, while others still wait: a bulk load goes on in their memory. */
  let spare: BatchWriter[] = [];
  /** A build has taken the newest batch: nothing is added to it any more. */
  let isLastSealed = false;
  let count = 0;
  let textBytes = 0;

  function segmentOf(chunk: Chunk): Segment {
    if (chunk.segment === undefined || chunk.built < chunk.writer.count) {
      chunk.segment = openSegment(memorySource(Buffer.concat(buildSegment(chunk.writer.batch(), table))));
      chunk.built = chunk.writer.count;
    }
    return chunk.segment;
  }

  const chunkOf = (ref: number): Chunk | undefined => chunks.find(({ writer }) => ref <= writer.lastRef);

  return {
    get count() {
      return count;
    },
    liveCount: () => chunks.reduce((sum, { writer }) => sum + writer.liveCount, 0),
    get textBytes() {
      return textBytes;
    },
    add(document) {
      let chunk = chunks.at(-1);
      if (chunk === undefined || isLastSealed || chunk.writer.count >= batchDocuments) {
        const isFull = chunk !== undefined && !isLastSealed && chunk.writer.textBytes <= MOST_EXPECTED_BYTES;
        chunk = { writer: spare.pop() ?? createBatchWriter(isFull ? chunk?.writer : undefined), built: 0 };
        chunks.push(chunk);
        isLastSealed = false;
      }
      const before = chunk.writer.textBytes;
      chunk.writer.add(document);
      textBytes += chunk.writer.textBytes - before;
      count++;
    },
    find(ref) {
      const writer = chunkOf(ref)?.writer;
      const place = writer?.find(ref) ?? -1;
      return writer === undefined || place < 0
        ? undefined
        : {
            namespace: writer.namespaceOf(place),
            session: writer.sessionOf(place),
            turn: writer.turnOf(place),
            isLive: writer.isLive(place),
          };
    },
    end(ref, namespace, at) {
      const chunk = chunkOf(ref);
      const place = chunk?.writer.find(ref) ?? -1;
      if (chunk === undefined || place < 0) return false;
      if (chunk.writer.namespaceOf(place) !== namespace) return true;
      chunk.writer.end(place, at);
      const section = chunk.segment?.section(namespace);
      if (section !== undefined) endInSection(section, ref, at);
      return true;
    },
    segments: () => chunks.map(segmentOf),
    takeForBuild(maxDocuments, maxTextBytes) {
      const taken: BatchWriter[] = [];
      let documents = 0;
      let textBytes = 0;
      for (const { writer } of chunks) {
        documents += writer.count;
        textBytes += writer.textBytes;
        if (taken.length > 0 && (documents > maxDocuments || textBytes > maxTextBytes)) break;
        taken.push(writer);
      }
      isLastSealed = taken.length === chunks.length;
      return {
        batches: taken.map((writer) => writer.batch()),
        documents: taken.reduce((sum, { count }) => sum + count, 0),
        upTo: taken.at(-1)?.lastRef ?? -1,
      };
    },
    dropUpTo(ref) {
      const dropped = chunks.filter(({ writer }) => writer.lastRef <= ref);
      chunks = chunks.filter(({ writer }) => writer.lastRef > ref);
      spare = chunks.length === 0 ? [] : [...spare, ...dropped.map(({ writer }) => cleared(writer))];
      count = chunks.reduce((sum, { writer }) => sum + writer.count, 0);
      textBytes = chunks.reduce((sum, { writer }) => sum + writer.textBytes, 0);
    },
  };
}

function cleared(writer: BatchWriter): BatchWriter {
  writer.clear();
  return writer;
}
