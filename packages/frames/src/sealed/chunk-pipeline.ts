/**
 * Chunk pipeline: frames and finished chunks to a segment file, in one order.
 * Invariants: S1 the file reads back as the frames; memory is a chunk plus what assembly.ts keeps; between two turns of the event loop lie
 * at most STEP_BYTES of frames, or one larger frame.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { MAX_ENTRY_BYTES, MAX_TIMESTAMP_MS } from "../entry/format.ts";
import { FramesError } from "../errors.ts";
import type { RawFrame } from "../raw-frame.ts";
import { createAssembly } from "./assembly.ts";
import type { AssemblyOptions, SealedSummary } from "./assembly.ts";
import { createChunkBuilder } from "./chunk-writer.ts";
import { createDeflate, type SealLevel } from "./deflater.ts";
import type { SeqRange } from "./footer.ts";
import { FRAME_KIND_MASK } from "./format.ts";
import { assertFingerprint, assertIdLength, idHalf } from "./keys.ts";

/** How to write a segment. */
export interface WriteSealedOptions extends AssemblyOptions {
  readonly level: SealLevel;
}

/** A segment in the making, fed with frames and chunks in ascending order of seq. */
export interface ChunkPipeline {
  /** Copies a frame into the open chunk. @returns whether to await `settle` before the next. @throws as `writeSealed`. */
  add(frame: RawFrame): boolean;
  /** Ends the open chunk, then puts a whole checked chunk, whose bytes are copied. @returns as `add`. */
  put(chunk: Uint8Array): boolean;
  /** Writes what is full, and lets others run. */
  settle(): Promise<void>;
  finish(): Promise<SealedSummary>;
}

/** What is added before others get their turn: deflating it takes about 5 ms. */
const STEP_BYTES: number = 256 * 1024;
/** What the smallest frame costs, in bytes of content. */
const FRAME_COST_BYTES = 64;

/** Creates a pipeline. @throws TypeError, RangeError on an illegal range or time. */
export function createChunkPipeline(options: WriteSealedOptions): ChunkPipeline {
  const { level, range } = options;
  const deflate = createDeflate(level);
  const assembly = createAssembly(options);
  const builder = createChunkBuilder();
  let lastSeq = range.firstSeq - 1;
  let stepBytes = 0;
  const end = (): boolean => builder.count > 0 && assembly.put(builder.take(deflate));
  return {
    add: (frame) => {
      assertFrame(frame, lastSeq, range);
      lastSeq = frame.seq;
      const isFull = !builder.fits(frame) && end();
      builder.add(frame);
      stepBytes += frame.content.length + frame.metadata.length + FRAME_COST_BYTES;
      return isFull || stepBytes >= STEP_BYTES;
    },
    put: (chunk) => {
      const isFull = end();
      stepBytes += chunk.length;
      return assembly.put(chunk) || isFull || stepBytes >= STEP_BYTES;
    },
    settle: async () => {
      stepBytes = 0;
      await assembly.settle();
      await nextTurn();
    },
    finish: () => {
      end();
      return assembly.finish();
    },
  };
}

function assertFrame(frame: RawFrame, previousSeq: number, range: SeqRange): void {
  const { seq, kind, timestamp } = frame;
  if (!Number.isSafeInteger(seq) || seq <= previousSeq || seq > range.lastSeq) {
    throw new RangeError(`seq must ascend within the range; ${seq} follows ${previousSeq}`);
  }
  if (frame.copyId === undefined) assertId(frame.id);
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

function assertId(id: string): void {
  assertIdLength(id);
  idHalf(id, 0);
  idHalf(id, 8);
}
