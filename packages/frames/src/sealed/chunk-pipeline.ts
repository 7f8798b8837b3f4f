/**
 * Chunk pipeline: frames and finished chunks to a segment file, in one order. New chunks are deflated a few at a time elsewhere.
 * Invariants: S1 the file reads back as the frames; memory is a few chunks plus what assembly.ts keeps.
 */
import { MAX_ENTRY_BYTES, MAX_TIMESTAMP_MS } from "../entry/format.ts";
import { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import { createAssembly } from "./assembly.ts";
import type { AssemblyOptions, SealedSummary } from "./assembly.ts";
import { createChunkBuilder, sealChunk } from "./chunk-writer.ts";
import type { OpenChunk } from "./chunk-writer.ts";
import { createDeflater, type Deflater, type SealLevel } from "./deflater.ts";
import type { SeqRange } from "./footer.ts";
import { FRAME_KIND_MASK } from "./format.ts";
import { assertFingerprint, assertIdLength, idHalf } from "./keys.ts";

/** How to write a segment. */
export interface WriteSealedOptions extends AssemblyOptions {
  readonly level: SealLevel;
  /** Default: zlib in libuv's pool. It may keep the bytes until it resolves. */
  readonly deflate?: Deflater["deflate"] | undefined;
}

/** A segment in the making, fed with frames and chunks in ascending order of seq. */
export interface ChunkPipeline {
  /** Copies a frame into the open chunk. @returns whether to await `settle` before the next. @throws as `writeSealed`. */
  add(frame: RawFrame): boolean;
  /** Waits until few chunks are under way. */
  settle(): Promise<void>;
  /** Ends the open chunk, then puts a whole checked chunk, whose bytes are copied. */
  put(chunk: Uint8Array): Promise<void>;
  finish(): Promise<SealedSummary>;
}

interface PendingChunk {
  readonly open: OpenChunk;
  readonly deflated: Promise<Uint8Array>;
}

/** Chunks being deflated at a time: enough to keep two cores busy. */
const MAX_PENDING = 3;

/** Creates a pipeline. @throws TypeError, RangeError on an illegal range or time. */
export function createChunkPipeline(options: WriteSealedOptions): ChunkPipeline {
  const { level, range } = options;
  const deflater = createDeflater(level);
  const { deflate = deflater.deflate } = options;
  const assembly = createAssembly(options);
  const builder = createChunkBuilder();
  const pending: PendingChunk[] = [];
  let lastSeq = range.firstSeq - 1;
  const start = (): void => {
    if (builder.count === 0) return;
    const open = builder.take();
    const deflated = deflate(open.columns);
    deflated.catch(() => undefined); // whoever awaits it sees the failure; nobody may come to that
    pending.push({ open, deflated });
  };
  const settle = async (rest: number): Promise<void> => {
    while (pending.length > rest) {
      const oldest = pending.shift();
      if (oldest !== undefined) await assembly.put(sealChunk(oldest.open, await oldest.deflated));
    }
  };
  return {
    add: (frame) => {
      assertFrame(frame, lastSeq, range);
      lastSeq = frame.seq;
      if (!builder.fits(frame)) start();
      builder.add(frame);
      return pending.length > MAX_PENDING;
    },
    settle: () => settle(MAX_PENDING),
    put: async (chunk) => {
      start();
      await settle(0);
      await assembly.put(chunk);
    },
    finish: async () => {
      start();
      await settle(0);
      deflater.close();
      return assembly.finish();
    },
  };
}

function assertFrame(frame: RawFrame, previousSeq: number, range: SeqRange): void {
  const { seq, kind, timestamp } = frame;
  if (!Number.isSafeInteger(seq) || seq <= previousSeq || seq > range.lastSeq) {
    throw new RangeError(`seq must ascend within the range; ${seq} follows ${previousSeq}`);
  }
  assertIdLength(frame.id);
  idHalf(frame.id, 0);
  idHalf(frame.id, 8);
  if (!Number.isInteger(kind) || kind < 0 || kind > FRAME_KIND_MASK) throw new RangeError("kind must be from 0 to 63");
  if (!Number.isInteger(timestamp) || Math.abs(timestamp) > MAX_TIMESTAMP_MS) {
    throw new RangeError("timestamp must be an integer within the range of Date");
  }
  if (frame.fingerprint !== undefined) assertFingerprint(frame.fingerprint);
  const sizeBytes = frame.metadata.length + frame.content.length;
  if (sizeBytes > MAX_ENTRY_BYTES) {
    throw new FramesError(
      "FRAMES_TOO_LARGE",
      `A frame of ${sizeBytes} bytes is above the limit of ${MAX_ENTRY_BYTES}. Split its content.`,
      { details: { sizeBytes, limitBytes: MAX_ENTRY_BYTES } },
    );
  }
}
