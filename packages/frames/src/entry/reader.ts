/**
 * Entry reader: bytes to a frame, version 1. Layout and duties: docs/format/frame.md.
 * Invariants: I2 of any prefix exactly the whole entries are given; I3 damage to one entry never hides another.
 */
import { FramesError } from "../errors.ts";
import { isFrameKind } from "../frame.ts";
import type { FrameKind, FrameMetadata } from "../frame.ts";
import { toFrameId } from "../frame-id.ts";
import type { FrameId } from "../frame-id.ts";
import {
  CHECKSUM_BYTES,
  CONTENT_AT,
  CONTENT_LENGTH_AT,
  ID_AT,
  ID_BYTES,
  KIND_KEY,
  MAX_TIMESTAMP_MS,
  METADATA_LENGTH_BYTES,
  TIMESTAMP_AT,
} from "./format.ts";
import { createInspector, inspectEntry } from "./inspector.ts";
import type { EntryFault } from "./inspector.ts";

/** An entry as read. `content` is a copy: the caller owns it. */
export interface DecodedEntry {
  readonly id: FrameId;
  readonly kind: FrameKind;
  readonly timestamp: number;
  readonly content: Uint8Array;
  readonly metadata: FrameMetadata;
}

/** One step of `readEntries`: an entry, or bytes that are none. */
export type EntryOrDamage =
  | { readonly type: "entry"; readonly offset: number; readonly sizeBytes: number; readonly entry: DecodedEntry }
  | { readonly type: "damage"; readonly offset: number; readonly sizeBytes: number; readonly reason: EntryFault };

/**
 * Decodes the entry that begins at `at`.
 * @throws FRAMES_CORRUPT when there is no valid entry.
 * @example decodeEntry(encodeEntry(entry)).content
 */
export function decodeEntry(bytes: Uint8Array, at = 0): DecodedEntry {
  if (!(bytes instanceof Uint8Array)) throw new TypeError("bytes must be a Uint8Array");
  if (!Number.isInteger(at) || at < 0 || at > bytes.length) throw new RangeError("at must be within bytes");
  const buffer = toBuffer(bytes);
  const found = inspectEntry(buffer, at, bytes.length);
  if (typeof found !== "number") throw corruptEntry(found, at);
  return decodeChecked(buffer, at, found);
}

/**
 * Reads all entries of bytes in memory, in order, stepping over damage. The last item may be damage: a torn tail.
 * An entry with a right checksum but unreadable fields throws FRAMES_CORRUPT.
 */
export function* readEntries(bytes: Uint8Array): Generator<EntryOrDamage, void, undefined> {
  const buffer = toBuffer(bytes);
  const inspector = createInspector(buffer);
  let at = 0;
  while (at < buffer.length) {
    const found = inspector.inspect(at);
    if (typeof found === "number") {
      yield { type: "entry", offset: at, sizeBytes: found, entry: decodeChecked(buffer, at, found) };
      at += found;
      continue;
    }
    const next = inspector.search(at + 1).at;
    yield { type: "damage", offset: at, sizeBytes: next - at, reason: found };
    at = next;
  }
}

/** Decodes an entry whose framing was checked. @throws FRAMES_CORRUPT when its fields are not legal. */
export function decodeChecked(bytes: Buffer, at: number, sizeBytes: number): DecodedEntry {
  const timestamp = bytes.readInt32BE(at + TIMESTAMP_AT) * 2 ** 32 + bytes.readUInt32BE(at + TIMESTAMP_AT + 4);
  if (Math.abs(timestamp) > MAX_TIMESTAMP_MS) throw corruptEntry("bad-timestamp", at);
  const metadataLengthAt = at + CONTENT_AT + bytes.readUInt32BE(at + CONTENT_LENGTH_AT);
  const metadataEnd = at + sizeBytes - CHECKSUM_BYTES;
  const stored = parseMetadata(bytes.toString("utf8", metadataLengthAt + METADATA_LENGTH_BYTES, metadataEnd));
  if (stored === undefined) throw corruptEntry("bad-metadata", at);
  const { [KIND_KEY]: storedKind, ...rest } = stored;
  const kind = Object.hasOwn(stored, KIND_KEY) ? storedKind : "memory";
  if (!isFrameKind(kind)) throw corruptEntry("unknown-kind", at);
  return {
    id: toFrameId(bytes.toString("latin1", at + ID_AT, at + ID_AT + ID_BYTES)),
    kind,
    timestamp,
    content: new Uint8Array(bytes.subarray(at + CONTENT_AT, metadataLengthAt)),
    metadata: rest,
  };
}

function parseMetadata(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function corruptEntry(reason: string, offset: number): FramesError {
  return new FramesError(
    "FRAMES_CORRUPT",
    `No valid entry at offset ${offset}: ${reason}. Run verify to see the whole file.`,
    {
      details: { offset, reason },
    },
  );
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
