/**
 * Metadata packing: JSON values to fewer bytes, as MessagePack where that loses nothing, else as JSON.
 * Invariants: P1 unpack(pack(m)) equals JSON.parse(JSON.stringify(m)); P2 unpacking any bytes ends in linear time and memory.
 * msgpackr's build without eval is its own copy of the code: no native extractor (msgpackr-extract) and no extension that another
 * package registers with msgpackr reaches it, and it never builds functions from data.
 */
import { createRequire } from "node:module";
import type * as Msgpackr from "msgpackr";
import type { FrameMetadata } from "../frame.ts";
import { isPackedMap, MAX_PACKED_DEPTH } from "./message-pack.ts";

/** Metadata as a row carries it. */
export interface PackedMetadata {
  /** View of memory that is never written again; it may keep a block of 8 KiB alive. */
  readonly bytes: Uint8Array;
  /** Whether `bytes` are MessagePack; otherwise JSON in UTF-8. */
  readonly isPacked: boolean;
}

const { Packr } = createRequire(import.meta.url)("msgpackr/index-no-eval") as typeof Msgpackr;
/** Plain MessagePack: maps of the size they need, no records, no shared structures, no 32-bit floats. */
const packr: Msgpackr.Packr = new Packr({ useRecords: false, variableMapSize: true });

/**
 * Packs metadata that `prepareEntry` accepted: a plain object of JSON values.
 * @throws what JSON.stringify throws: TypeError for cycles and BigInt.
 */
export function packMetadata(metadata: FrameMetadata): PackedMetadata {
  if (isPackable(metadata, MAX_PACKED_DEPTH)) {
    const bytes = packr.pack(metadata);
    return { bytes, isPacked: true };
  }
  return { bytes: Buffer.from(JSON.stringify(metadata)), isPacked: false };
}

/** Unpacks metadata; undefined when the bytes are no map of JSON values. Any bytes are safe to give. */
export function unpackMetadata(bytes: Uint8Array, isPacked: boolean): FrameMetadata | undefined {
  if (isPacked) return isPackedMap(bytes) ? unpackChecked(bytes) : undefined;
  return parseObject(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8"));
}

/** Unpacks MessagePack that `isPackedMap` took. */
export function unpackChecked(bytes: Uint8Array): FrameMetadata {
  return packr.unpack(bytes) as FrameMetadata;
}

function parseObject(json: string): FrameMetadata | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as FrameMetadata) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether MessagePack gives back what JSON would: nothing that JSON drops, changes or asks `toJSON` about. */
function isPackable(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case "string":
      return isPackableText(value);
    case "number":
      return Number.isFinite(value); // -0 is packed as 0, as JSON writes it
    case "boolean":
      return true;
    case "object":
      if (value === null) return true;
      if (depth === 0) return false;
      return Array.isArray(value) ? isPackableArray(value, depth) : isPackableObject(value, depth);
    default:
      return false;
  }
}

function isPackableArray(values: readonly unknown[], depth: number): boolean {
  if (Object.getPrototypeOf(values) !== Array.prototype || "toJSON" in values) return false;
  for (let i = 0; i < values.length; i++) if (!isPackable(values[i], depth - 1)) return false; // a hole is undefined
  return true;
}

function isPackableObject(value: object, depth: number): boolean {
  if (Object.getPrototypeOf(value) !== Object.prototype || "toJSON" in value) return false;
  for (const key of Object.keys(value)) {
    if (key.endsWith("__proto__") || key === "constructor" || !isPackableText(key)) return false; // msgpackr renames or asks them
    if (!isPackable((value as Record<string, unknown>)[key], depth - 1)) return false;
  }
  return true;
}

/** UTF-8 can carry it, and msgpackr's TextDecoder drops nothing from its front. */
function isPackableText(text: string): boolean {
  return text.isWellFormed() && text.charCodeAt(0) !== 0xfeff;
}
