/**
 * Metadata packing: JSON values to fewer bytes, as MessagePack where that loses nothing, else as JSON.
 * Invariants: P1 unpack(pack(m)) equals JSON.parse(JSON.stringify(m)); P2 unpacking any bytes ends in linear time and memory.
 * Packing is ours (packer.ts); unpacking is msgpackr's, in the build without eval, which is its own copy of the code: no native
 * extractor (msgpackr-extract) and no extension that another package registers with msgpackr reaches it, and it never builds functions from data.
 */
import { createRequire } from "node:module";
import type * as Msgpackr from "msgpackr";
import type { FrameMetadata } from "../frame.ts";
import { isPackedMap } from "./message-pack.ts";
import { createMetadataPacker, type MetadataPacker } from "./packer.ts";

/** Metadata as a row carries it. */
export interface PackedMetadata {
  readonly bytes: Uint8Array;
  /** Whether `bytes` are MessagePack; otherwise JSON in UTF-8. */
  readonly isPacked: boolean;
}

const { Unpackr } = createRequire(import.meta.url)("msgpackr/unpack-no-eval") as typeof Msgpackr;
const unpackr: Msgpackr.Unpackr = new Unpackr({ useRecords: false });
const ownPacker: MetadataPacker = createMetadataPacker();

/**
 * Packs metadata: a plain object of JSON values.
 * @throws what JSON.stringify throws: TypeError for cycles and BigInt.
 */
export function packMetadata(metadata: FrameMetadata): PackedMetadata {
  const packed = ownPacker.pack(metadata);
  return packed === undefined ? jsonMetadata(metadata) : { bytes: Uint8Array.from(packed), isPacked: true };
}

/** Metadata as JSON, for what the packer does not take. @throws as `packMetadata`. */
export function jsonMetadata(metadata: FrameMetadata): PackedMetadata {
  return { bytes: Buffer.from(JSON.stringify(metadata)), isPacked: false };
}

/** Unpacks metadata; undefined when the bytes are no map of JSON values. Any bytes are safe to give. */
export function unpackMetadata(bytes: Uint8Array, isPacked: boolean): FrameMetadata | undefined {
  if (isPacked) return isPackedMap(bytes) ? (unpackr.unpack(bytes) as FrameMetadata) : undefined;
  return parseObject(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"));
}

function parseObject(json: string): FrameMetadata | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as FrameMetadata) : undefined;
  } catch {
    return undefined;
  }
}
