/**
 * Chunk frame: one frame of a decoded chunk, each field taken from the columns when it is first asked for.
 * Layout: docs/format/sealed.md §Columns. A kept frame keeps the memory of its whole chunk.
 */
import type { RawFrame } from "../raw-frame.ts";
import { fingerprintsAt, hasFingerprint } from "./chunk-header.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import type { Columns } from "./columns.ts";
import { CHUNK_HEADER_BYTES, FRAME_IS_DELTA, FRAME_IS_PACKED, FRAME_KIND_MASK, KEY_BYTES } from "./format.ts";

/** The decoded parts of a chunk that its frames share. */
export interface ChunkParts {
  readonly header: ChunkHeader;
  /** The bytes before the payload: header, ids, fingerprints. */
  readonly head: Buffer;
  readonly columns: Columns;
}

/** A frame of a chunk; its byte arrays are views. */
export class ChunkFrame implements RawFrame {
  readonly #parts: ChunkParts;
  readonly #slot: number;
  #id: string | undefined;
  #metadata: Uint8Array | undefined;
  #content: Uint8Array | undefined;

  constructor(parts: ChunkParts, slot: number) {
    this.#parts = parts;
    this.#slot = slot;
  }

  get seq(): number {
    return this.#parts.columns.seqs[this.#slot] ?? 0;
  }

  get id(): string {
    return (this.#id ??= idAt(this.#parts.head, this.#slot));
  }

  get kind(): number {
    return this.#flags() & FRAME_KIND_MASK;
  }

  get timestamp(): number {
    return this.#parts.columns.times[this.#slot] ?? 0;
  }

  get fingerprint(): Uint8Array | undefined {
    const { head, header } = this.#parts;
    if (!hasFingerprint(head, header, this.#slot)) return undefined;
    const at = fingerprintsAt(header.count) + this.#slot * KEY_BYTES;
    return new Uint8Array(head.buffer, head.byteOffset + at, KEY_BYTES);
  }

  get isPacked(): boolean {
    return (this.#flags() & FRAME_IS_PACKED) !== 0;
  }

  get metadata(): Uint8Array {
    const { metadataAt, metadataEnds } = this.#parts.columns;
    return (this.#metadata ??= this.#view(metadataAt, metadataEnds));
  }

  get isDelta(): boolean {
    return (this.#flags() & FRAME_IS_DELTA) !== 0;
  }

  get content(): Uint8Array {
    const { contentAt, contentEnds } = this.#parts.columns;
    return (this.#content ??= this.#view(contentAt, contentEnds));
  }

  /** This slot's part of a column that begins at `begin`. */
  #view(begin: number, ends: Float64Array): Uint8Array {
    return this.#parts.columns.bytes.subarray(this.#slot === 0 ? begin : ends[this.#slot - 1], ends[this.#slot]);
  }

  #flags(): number {
    return this.#parts.columns.kinds[this.#slot] ?? 0;
  }
}

/** The id in a slot, as 16 hex characters; `head` begins with the chunk's header. */
export function idAt(head: Buffer, slot: number): string {
  const at = CHUNK_HEADER_BYTES + slot * KEY_BYTES;
  return head.toString("hex", at, at + KEY_BYTES);
}
