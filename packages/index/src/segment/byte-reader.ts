/**
 * Reads what `ByteWriter` wrote. Invariant: no read goes beyond the end; damaged bytes end in INDEX_DAMAGED, never in a hang, and
 * no count that they claim is believed before the bytes for it are there.
 */
import { IndexError } from "../errors.ts";

/** A place in bytes; reading moves `at`. */
export interface ByteCursor {
  readonly bytes: Uint8Array;
  at: number;
}

const TEXT = new TextDecoder("utf-8", { ignoreBOM: true });
const MAX_VARINT_BYTES = 8;

export function createByteCursor(bytes: Uint8Array, at = 0): ByteCursor {
  return { bytes, at };
}

/** The error for bytes that cannot be what they claim to be. */
export function damaged(what: string): IndexError {
  return new IndexError(
    "INDEX_DAMAGED",
    `The index is damaged: ${what}. It is rebuilt from the log at the next opening.`,
  );
}

export function readByte(cursor: ByteCursor): number {
  const value = cursor.bytes[cursor.at++];
  if (value === undefined) throw damaged("bytes end too early");
  return value;
}

export function readVarint(cursor: ByteCursor): number {
  const { bytes } = cursor;
  let byte = bytes[cursor.at++];
  if (byte === undefined) throw damaged("bytes end too early");
  if (byte < 0x80) return byte;
  let value = byte & 0x7f;
  let scale = 128;
  for (let count = 1; count < MAX_VARINT_BYTES; count++) {
    byte = bytes[cursor.at++];
    if (byte === undefined) throw damaged("bytes end too early");
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
    scale *= 128;
  }
  throw damaged("a number is too long");
}

export function readSigned(cursor: ByteCursor): number {
  const value = readVarint(cursor);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** A number of things to come, each of which takes at least `leastBytes`. */
export function readCount(cursor: ByteCursor, leastBytes = 1): number {
  const count = readVarint(cursor);
  if (count * leastBytes > cursor.bytes.length - cursor.at) throw damaged("a count is larger than what follows");
  return count;
}

/** The next bytes, as a view. */
export function readView(cursor: ByteCursor, sizeBytes: number): Uint8Array {
  if (sizeBytes > cursor.bytes.length - cursor.at) throw damaged("bytes end too early");
  return cursor.bytes.subarray(cursor.at, (cursor.at += sizeBytes));
}

export function readString(cursor: ByteCursor): string {
  const length = readVarint(cursor);
  const bytes = readView(cursor, Math.floor(length / 2));
  if (length % 2 === 0) return TEXT.decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf16le");
}

export function readFloat64(cursor: ByteCursor): number {
  const view = readView(cursor, 8);
  return new DataView(view.buffer, view.byteOffset, 8).getFloat64(0, true);
}

export function readUint32At(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
