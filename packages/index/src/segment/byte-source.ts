/** Bytes that can be read at a place: a part of a file, or of memory. Reads do not wait: small ones come from the page cache. */
import type { DiskFile } from "@vidmem/frames";
import { damaged } from "./byte-reader.ts";

const SMALL_BYTES = 4_096;

export interface ByteSource {
  readonly sizeBytes: number;
  /** @returns `sizeBytes` bytes from `at`, not to be written to. @throws INDEX_DAMAGED when they are not there. */
  read(at: number, sizeBytes: number): Uint8Array;
  /** A part of it, as a source of its own. */
  part(at: number, sizeBytes: number): ByteSource;
}

export function fileSource(file: DiskFile, at: number, sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    read(from, length) {
      assertInside(sizeBytes, from, length);
      // Small reads share slabs, so that a search does not leave hundreds of buffers behind.
      const bytes = plainBytes(length < SMALL_BYTES ? Buffer.allocUnsafe(length) : Buffer.allocUnsafeSlow(length));
      if (file.readSync(bytes, at + from) !== length) throw damaged("the file is shorter than it says");
      return bytes;
    },
    part(from, length) {
      assertInside(sizeBytes, from, length);
      return fileSource(file, at + from, length);
    },
  };
}

/** The bytes must not change while the source is in use. */
export function memorySource(source: Uint8Array): ByteSource {
  const bytes = plainBytes(source);
  return {
    sizeBytes: bytes.length,
    read(from, length) {
      assertInside(bytes.length, from, length);
      return bytes.subarray(from, from + length);
    },
    part(from, length) {
      assertInside(bytes.length, from, length);
      return memorySource(bytes.subarray(from, from + length));
    },
  };
}

/** The same bytes: read place by place at first, and taken into memory whole once so many reads say that more will come. */
export function wholeAfter(reads: number, source: ByteSource): ByteSource {
  let left = reads;
  let whole: ByteSource | undefined;
  return {
    ...source,
    read(from, length) {
      if (whole === undefined && --left < 0) whole = memorySource(source.read(0, source.sizeBytes));
      return (whole ?? source).read(from, length);
    },
  };
}

function assertInside(sizeBytes: number, from: number, length: number): void {
  if (from < 0 || length < 0 || from + length > sizeBytes) throw damaged("a part lies outside of its file");
}

/** The same bytes as no more than a Uint8Array: `slice` of a Buffer does not copy. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
