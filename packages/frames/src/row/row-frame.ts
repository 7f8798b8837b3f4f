/**
 * Row frame: the frame of a checked row, each field decoded when it is first asked for: a walk over many rows pays for what it uses.
 * Layout: docs/format/row.md. Invariant: the bytes are those that were checked; whoever gives them keeps them unchanged.
 */
import type { RawFrame } from "../raw-frame.ts";
import {
  CHECKSUM_BYTES,
  FINGERPRINT_BYTES,
  FLAG_DELTA,
  FLAG_FINGERPRINT,
  FLAG_PACKED,
  FLAGS_AT,
  ID_AT,
  ID_BYTES,
  KIND_AT,
  METADATA_LENGTH_AT,
  ROW_HEADER_BYTES,
  SEQ_AT,
  TIMESTAMP_AT,
} from "./format.ts";

/** The 64 bits of an id or a fingerprint as two unsigned halves. */
export type RowKey = readonly [high: number, low: number];

/** A row as a frame; its byte arrays are views. */
export class RowFrame implements RawFrame {
  readonly #bytes: Buffer;
  readonly #at: number;
  /** Bytes of the whole row. */
  readonly sizeBytes: number;
  #id: string | undefined;
  #metadata: Uint8Array | undefined;
  #content: Uint8Array | undefined;

  constructor(bytes: Buffer, at: number, sizeBytes: number) {
    this.#bytes = bytes;
    this.#at = at;
    this.sizeBytes = sizeBytes;
  }

  get seq(): number {
    return rowSeq(this.#bytes, this.#at);
  }

  get id(): string {
    return (this.#id ??= this.#bytes.toString("hex", this.#at + ID_AT, this.#at + ID_AT + ID_BYTES));
  }

  /** The id without the way through text. */
  get idKey(): RowKey {
    return keyAt(this.#bytes, this.#at + ID_AT);
  }

  copyId(into: Uint8Array, at: number): void {
    const from = this.#at + ID_AT;
    for (let n = 0; n < ID_BYTES; n++) into[at + n] = this.#bytes[from + n]!;
  }

  get kind(): number {
    return this.#bytes[this.#at + KIND_AT] ?? 0;
  }

  get timestamp(): number {
    const high = readUint32(this.#bytes, this.#at + TIMESTAMP_AT) | 0;
    return high * 2 ** 32 + readUint32(this.#bytes, this.#at + TIMESTAMP_AT + 4);
  }

  get fingerprint(): Uint8Array | undefined {
    const from = this.#at + ROW_HEADER_BYTES;
    return this.#has(FLAG_FINGERPRINT) ? this.#view(from, from + FINGERPRINT_BYTES) : undefined;
  }

  get fingerprintKey(): RowKey | undefined {
    return this.#has(FLAG_FINGERPRINT) ? keyAt(this.#bytes, this.#at + ROW_HEADER_BYTES) : undefined;
  }

  get isPacked(): boolean {
    return this.#has(FLAG_PACKED);
  }

  get metadata(): Uint8Array {
    return (this.#metadata ??= this.#view(this.#metadataAt(), this.#contentAt()));
  }

  get isDelta(): boolean {
    return this.#has(FLAG_DELTA);
  }

  get content(): Uint8Array {
    return (this.#content ??= this.#view(this.#contentAt(), this.#at + this.sizeBytes - CHECKSUM_BYTES));
  }

  /** Not `subarray`: what leaves this room is no Buffer. */
  #view(from: number, to: number): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + from, to - from);
  }

  #has(flag: number): boolean {
    return ((this.#bytes[this.#at + FLAGS_AT] ?? 0) & flag) !== 0;
  }

  #metadataAt(): number {
    return this.#at + ROW_HEADER_BYTES + (this.#has(FLAG_FINGERPRINT) ? FINGERPRINT_BYTES : 0);
  }

  #contentAt(): number {
    return this.#metadataAt() + readUint32(this.#bytes, this.#at + METADATA_LENGTH_AT);
  }
}

/** The seq in the row at `at`. */
export function rowSeq(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at + SEQ_AT] ?? 0) << 8) | (bytes[at + SEQ_AT + 1] ?? 0);
  return high * 2 ** 32 + readUint32(bytes, at + SEQ_AT + 2);
}

/** Four bytes as an unsigned number, big-endian. */
export function readUint32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
  return high * 0x10000 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
}

function keyAt(bytes: Uint8Array, at: number): RowKey {
  return [readUint32(bytes, at), readUint32(bytes, at + 4)];
}
