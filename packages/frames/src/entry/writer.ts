/**
 * Entry writer: a frame to bytes, version 1. Layout: docs/format/frame.md.
 * Invariant I1: decode(encode(x)) equals x, and encoding writes exactly `sizeBytes` bytes.
 */
import { crc32 } from "node:zlib";
import { FramesError } from "../errors.ts";
import { isFrameKind } from "../frame.ts";
import type { FrameKind, FrameMetadata } from "../frame.ts";
import { toFrameId } from "../frame-id.ts";
import type { FrameId, FrameIdGenerator } from "../frame-id.ts";
import {
  CHECKSUM_BYTES,
  CONTENT_AT,
  CONTENT_LENGTH_AT,
  ENTRY_OVERHEAD_BYTES,
  ID_AT,
  ID_BYTES,
  ID_LENGTH_AT,
  KIND_KEY,
  MAGIC_0,
  MAGIC_1,
  MAX_ENTRY_BYTES,
  MAX_TIMESTAMP_MS,
  METADATA_LENGTH_BYTES,
  RESERVED_KEY_PREFIX,
  TIMESTAMP_AT,
  VERSION_1,
  VERSION_AT,
} from "./format.ts";

/** The fields of an entry, as they are written. */
export interface EntryInput {
  readonly id: FrameId;
  /** Default "memory". */
  readonly kind?: FrameKind | undefined;
  /** Integer milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
  readonly content: Uint8Array;
  /** Plain object of JSON values. Default `{}`. */
  readonly metadata?: FrameMetadata | undefined;
}

/** An entry that may still need an id. */
type UnnamedEntry = Omit<EntryInput, "id"> & { readonly id?: FrameId | undefined };

/** An entry that was checked and measured, ready to be written. */
interface PreparedEntry {
  readonly id: FrameId;
  readonly timestamp: number;
  readonly content: Uint8Array;
  readonly metadataJson: string;
  readonly metadataBytes: number;
  readonly sizeBytes: number;
}

/**
 * Encodes one entry into new bytes.
 * @throws TypeError, RangeError on misuse; FRAMES_TOO_LARGE above 64 MiB.
 * @example encodeEntry({ id, timestamp: Date.now(), content: new TextEncoder().encode("hello") })
 */
export function encodeEntry(entry: EntryInput): Uint8Array {
  const prepared = prepareEntry(entry);
  const bytes = Buffer.alloc(prepared.sizeBytes);
  writeEntry(prepared, bytes, 0);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Checks and measures an entry without writing it; mints the id when there is none. @throws as `encodeEntry`. */
function prepareEntry(entry: UnnamedEntry, mintId?: FrameIdGenerator): PreparedEntry {
  const { content, timestamp } = entry;
  if (!(content instanceof Uint8Array)) throw new TypeError("content must be a Uint8Array");
  assertTimestamp(timestamp);
  const id = entry.id === undefined && mintId !== undefined ? mintId(content, timestamp) : toFrameId(entry.id);
  const metadataJson = toMetadataJson(entry.kind ?? "memory", entry.metadata);
  const metadataBytes = Buffer.byteLength(metadataJson);
  const sizeBytes = ENTRY_OVERHEAD_BYTES + content.length + metadataBytes;
  if (sizeBytes > MAX_ENTRY_BYTES) {
    throw new FramesError(
      "FRAMES_TOO_LARGE",
      `A frame of ${sizeBytes} bytes is above the limit of ${MAX_ENTRY_BYTES}. Split its content.`,
      { details: { sizeBytes, limitBytes: MAX_ENTRY_BYTES } },
    );
  }
  return { id, timestamp, content, metadataJson, metadataBytes, sizeBytes };
}

/** Writes a prepared entry at `at`; never outside [at, at + sizeBytes). */
function writeEntry(entry: PreparedEntry, into: Buffer, at: number): void {
  const { content, metadataBytes, sizeBytes } = entry;
  into[at] = MAGIC_0;
  into[at + 1] = MAGIC_1;
  into[at + VERSION_AT] = VERSION_1;
  into.writeUInt32BE(ID_BYTES, at + ID_LENGTH_AT);
  into.write(entry.id, at + ID_AT, ID_BYTES, "latin1");
  const high = Math.floor(entry.timestamp / 2 ** 32);
  into.writeInt32BE(high, at + TIMESTAMP_AT);
  into.writeUInt32BE(entry.timestamp - high * 2 ** 32, at + TIMESTAMP_AT + 4);
  into.writeUInt32BE(content.length, at + CONTENT_LENGTH_AT);
  into.set(content, at + CONTENT_AT);
  const metadataLengthAt = at + CONTENT_AT + content.length;
  into.writeUInt32BE(metadataBytes, metadataLengthAt);
  into.write(entry.metadataJson, metadataLengthAt + METADATA_LENGTH_BYTES, metadataBytes, "utf8");
  const checksumAt = at + sizeBytes - CHECKSUM_BYTES;
  into.writeUInt32BE(crc32(into.subarray(at, checksumAt)), checksumAt);
}

function assertTimestamp(timestamp: number): void {
  if (!Number.isInteger(timestamp)) throw new TypeError("timestamp must be an integer of milliseconds");
  if (Math.abs(timestamp) > MAX_TIMESTAMP_MS) throw new RangeError("timestamp must be within the range of Date");
}

function toMetadataJson(kind: FrameKind, metadata: FrameMetadata | undefined): string {
  if (!isFrameKind(kind)) throw new TypeError("kind must be a known kind of frame");
  const json = metadata === undefined ? "{}" : plainJson(metadata);
  if (kind === "memory") return json;
  return json === "{}" ? `{"${KIND_KEY}":"${kind}"}` : `{"${KIND_KEY}":"${kind}",${json.slice(1)}`;
}

/** JSON of a plain object. Objects that choose their own JSON are refused: they could smuggle in reserved keys. */
function plainJson(metadata: FrameMetadata): string {
  const prototype: unknown =
    typeof metadata === "object" && metadata !== null ? Object.getPrototypeOf(metadata) : undefined;
  if ((prototype !== Object.prototype && prototype !== null) || typeof metadata["toJSON"] === "function") {
    throw new TypeError("metadata must be a plain object of JSON values");
  }
  for (const key of Object.keys(metadata)) {
    if (key.startsWith(RESERVED_KEY_PREFIX))
      throw new TypeError(`metadata keys must not start with "$": ${key.slice(0, 40)}`);
  }
  try {
    return JSON.stringify(metadata);
  } catch (cause) {
    throw new TypeError("metadata must be a plain object of JSON values", { cause });
  }
}
