/**
 * A growing run of bytes, written from its front. Numbers as in docs/format/index-segment.md: varints hold 0 to 2^53 - 1 in
 * groups of seven bits, lowest first; signed numbers go through zigzag; fixed numbers are little-endian.
 */

/** Bytes written so far: valid below `length`. */
export interface ByteWriter {
  bytes: Uint8Array;
  length: number;
}

const FIRST_CAPACITY = 256;
const TEXT = new TextEncoder();
/** Above this, bit operations lose what does not fit into 32 bits. */
const BITS_END = 0x80000000;

export function createByteWriter(capacity: number = FIRST_CAPACITY): ByteWriter {
  return { bytes: new Uint8Array(capacity), length: 0 };
}

/** The bytes written, as a view that the next write may make stale. */
export function writtenBytes(writer: ByteWriter): Uint8Array {
  return writer.bytes.subarray(0, writer.length);
}

/** Makes room for `more` bytes. */
export function reserve(writer: ByteWriter, more: number): void {
  const least = writer.length + more;
  if (least <= writer.bytes.length) return;
  const larger = new Uint8Array(Math.max(least, writer.bytes.length * 2));
  larger.set(writtenBytes(writer));
  writer.bytes = larger;
}

export function writeByte(writer: ByteWriter, value: number): void {
  if (writer.length === writer.bytes.length) reserve(writer, 1);
  writer.bytes[writer.length++] = value;
}

/** @param value 0 to 2^53 - 1, whole. */
export function writeVarint(writer: ByteWriter, value: number): void {
  reserve(writer, 8);
  const { bytes } = writer;
  let rest = value;
  let at = writer.length;
  while (rest >= BITS_END) {
    bytes[at++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  writer.length = at;
}

/** @param value -2^52 to 2^52, whole. */
export function writeSigned(writer: ByteWriter, value: number): void {
  writeVarint(writer, value >= 0 ? value * 2 : -value * 2 - 1);
}

export function writeBytes(writer: ByteWriter, bytes: Uint8Array): void {
  reserve(writer, bytes.length);
  writer.bytes.set(bytes, writer.length);
  writer.length += bytes.length;
}

/** Twice the length in bytes, then UTF-8; one more, then UTF-16, for what UTF-8 cannot hold (lone surrogates). */
export function writeString(writer: ByteWriter, text: string): void {
  const isUtf8 = text.isWellFormed();
  const bytes = isUtf8 ? TEXT.encode(text) : Buffer.from(text, "utf16le");
  writeVarint(writer, bytes.length * 2 + (isUtf8 ? 0 : 1));
  writeBytes(writer, bytes);
}

export function writeFloat64(writer: ByteWriter, value: number): void {
  reserve(writer, 8);
  new DataView(writer.bytes.buffer, writer.bytes.byteOffset).setFloat64(writer.length, value, true);
  writer.length += 8;
}

export function writeUint32(writer: ByteWriter, value: number): void {
  reserve(writer, 4);
  const { bytes, length } = writer;
  bytes[length] = value;
  bytes[length + 1] = value >>> 8;
  bytes[length + 2] = value >>> 16;
  bytes[length + 3] = value >>> 24;
  writer.length += 4;
}
