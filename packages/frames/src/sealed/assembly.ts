/**
 * Assembly: puts finished chunks into a segment file and derives directory, tables and footer from them. Order: docs/format/sealed.md
 * §Writer duties. Invariants: S4 the indexes come from the chunks' bytes alone, so copied and new chunks give the same file;
 * memory is one batch plus 32 bytes a chunk and 8 bytes a key while chunks come, and one table at the end.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { fingerprintsAt, hasFingerprint, readChunkHeader } from "./chunk-header.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { createDirectoryBuilder } from "./directory.ts";
import type { DirectoryBuilder } from "./directory.ts";
import { encodeFooter, encodeHeader } from "./footer.ts";
import type { SeqRange, TableRef } from "./footer.ts";
import { CHUNK_HEADER_BYTES, KEY_BYTES, MAX_CHUNKS, MAX_SEQ_SPAN, SLOT_BITS } from "./format.ts";
import { createKeyTableBuilder } from "./key-table.ts";
import type { KeyTableBuilder } from "./key-table.ts";
import { keyOf, readHalf } from "./keys.ts";
import { addToTotals, createTotals } from "./totals.ts";
import type { Totals } from "./totals.ts";

/** Where a segment's bytes go and what its header says. */
export interface AssemblyOptions {
  /** Takes the file's bytes in order, about 256 KiB at a time; they may be used again when it resolves. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** The seqs that the segment stands for. */
  readonly range: SeqRange;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What was written. */
export interface SealedSummary extends SeqRange, Readonly<Totals> {
  readonly sizeBytes: number;
  readonly chunks: number;
}

/** A segment in the making. */
export interface Assembly {
  /**
   * Adds a whole chunk, which must be valid and behind all others in seq. Its bytes are copied.
   * @returns whether to await `settle` before the next one.
   */
  put(chunk: Uint8Array): boolean;
  /** Writes what has gathered, when that is much. */
  settle(): Promise<void>;
  /** Writes what remains. */
  finish(): Promise<SealedSummary>;
}

const BATCH_BYTES: number = 256 * 1024;
/** Room for the chunk with which a batch becomes full; a larger one makes the batch grow for once. */
const SPARE_BYTES: number = 64 * 1024;

/** Creates an assembly. @throws TypeError, RangeError on an illegal range or time. */
export function createAssembly(options: AssemblyOptions): Assembly {
  const { range, createdAt } = options;
  assertRange(range);
  if (!Number.isSafeInteger(createdAt)) throw new TypeError("createdAt must be an integer of milliseconds");
  const output = createOutput(options.write);
  const directory = createDirectoryBuilder(range.firstSeq);
  const ids = createKeyTableBuilder();
  const fingerprints = createKeyTableBuilder();
  const totals = createTotals();
  output.put(encodeHeader({ ...range, createdAt }));
  return {
    put: (chunk) => {
      if (directory.chunks === MAX_CHUNKS)
        throw new RangeError(`a segment must not have more than ${MAX_CHUNKS} chunks`);
      const header = readChunkHeader(toBuffer(chunk));
      addKeys(chunk, header, { ids, fingerprints, ordinal: directory.chunks });
      directory.add(header, output.sizeBytes);
      addToTotals(totals, header);
      return output.put(chunk);
    },
    settle: () => output.settle(),
    finish: async () => {
      const { chunks } = directory;
      const directoryRef = await putDirectory(output, directory);
      const described = { ...range, ...totals, chunks, directory: directoryRef };
      const idTable = await putTable(output, ids);
      const fingerprintTable = await putTable(output, fingerprints);
      output.put(encodeFooter({ ...described, ids: idTable, fingerprints: fingerprintTable }));
      await output.flush();
      return { ...range, ...totals, chunks, sizeBytes: output.sizeBytes };
    },
  };
}

/** Adds the ids and fingerprints of a chunk to the tables. */
export function addKeys(
  chunk: Uint8Array,
  header: ChunkHeader,
  into: { readonly ids: KeyTableBuilder; readonly fingerprints: KeyTableBuilder; readonly ordinal: number },
): void {
  const place = into.ordinal * 2 ** SLOT_BITS;
  for (let slot = 0; slot < header.count; slot++) {
    const idAt = CHUNK_HEADER_BYTES + slot * KEY_BYTES;
    into.ids.add(keyOf(readHalf(chunk, idAt), readHalf(chunk, idAt + 4)), place + slot);
    if (!hasFingerprint(chunk, header, slot)) continue;
    const at = fingerprintsAt(header.count) + slot * KEY_BYTES;
    into.fingerprints.add(keyOf(readHalf(chunk, at), readHalf(chunk, at + 4)), place + slot);
  }
}

interface Output {
  /** Bytes put so far. */
  readonly sizeBytes: number;
  /** Copies bytes. @returns whether a batch is full: then `settle` comes before the next. */
  put(bytes: Uint8Array): boolean;
  /** Writes a batch that is full. */
  settle(): Promise<void>;
  /** Writes all. */
  flush(): Promise<void>;
}

/** Gathers bytes to batches, in memory that is used again. */
function createOutput(write: (bytes: Uint8Array) => Promise<void>): Output {
  let batch = newBatch(BATCH_BYTES + SPARE_BYTES);
  let used = 0;
  let sizeBytes = 0;
  const flush = async (): Promise<void> => {
    if (used > 0) await write(batch.subarray(0, used));
    used = 0;
    if (batch.length > BATCH_BYTES + SPARE_BYTES) batch = newBatch(BATCH_BYTES + SPARE_BYTES);
  };
  return {
    get sizeBytes() {
      return sizeBytes;
    },
    put: (bytes) => {
      if (used + bytes.length > batch.length) {
        const larger = newBatch(used + bytes.length);
        larger.set(batch.subarray(0, used));
        batch = larger;
      }
      batch.set(bytes, used);
      used += bytes.length;
      sizeBytes += bytes.length;
      return used >= BATCH_BYTES;
    },
    settle: async () => {
      if (used >= BATCH_BYTES) await flush();
    },
    flush,
  };
}

/** Not zeroed: every byte is set before it is written. */
function newBatch(sizeBytes: number): Uint8Array {
  return Buffer.allocUnsafeSlow(sizeBytes);
}

async function putDirectory(output: Output, directory: DirectoryBuilder): Promise<TableRef> {
  const offset = output.sizeBytes;
  const { pages, crc } = directory.encode();
  for (const page of pages) if (output.put(page)) await output.settle();
  return { offset, items: directory.chunks, crc };
}

async function putTable(output: Output, builder: KeyTableBuilder): Promise<TableRef> {
  const offset = output.sizeBytes;
  const steps = builder.encode();
  let step = steps.next();
  while (step.done !== true) {
    await nextTurn();
    step = steps.next();
  }
  if (output.put(step.value.bytes)) await output.settle();
  return { offset, items: step.value.keys, crc: step.value.headCrc };
}

function assertRange(range: SeqRange): void {
  const { firstSeq, lastSeq } = range;
  if (!Number.isSafeInteger(firstSeq) || !Number.isSafeInteger(lastSeq)) throw new TypeError("range must be integers");
  if (firstSeq < 0 || lastSeq < firstSeq || lastSeq - firstSeq > MAX_SEQ_SPAN || lastSeq >= 2 ** 48) {
    throw new RangeError("range must ascend, and span less than 2^32 seqs below 2^48");
  }
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
