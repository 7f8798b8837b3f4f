/**
 * Frame view: a frame of a scan. Its fields are decoded when they are asked for, so that a scan pays for what its reader uses.
 * Invariant: everything was checked before a view is made: no field of it fails.
 */
import type { FrameKind, FrameMetadata, StoredFrame } from "../frame.ts";
import type { FrameId } from "../frame-id.ts";
import { unpackChecked } from "../metadata/packing.ts";
import type { RawFrame } from "../raw-frame.ts";

/** What checking a raw frame brought to light. */
export interface CheckedParts {
  readonly kind: FrameKind;
  /** Default: the raw metadata, which is MessagePack and was checked. */
  readonly metadata: FrameMetadata | undefined;
  /** Default: the raw content, which is no delta. */
  readonly content: Uint8Array | undefined;
}

/** A stored frame on top of a raw one. */
export class FrameView implements StoredFrame {
  readonly kind: FrameKind;
  readonly #raw: RawFrame;
  readonly #content: Uint8Array | undefined;
  #metadata: FrameMetadata | undefined;

  constructor(raw: RawFrame, { kind, metadata, content }: CheckedParts) {
    this.kind = kind;
    this.#raw = raw;
    this.#metadata = metadata;
    this.#content = content;
  }

  get id(): FrameId {
    return this.#raw.id as FrameId;
  }

  get seq(): number {
    return this.#raw.seq;
  }

  get timestamp(): number {
    return this.#raw.timestamp;
  }

  get content(): Uint8Array {
    return this.#content ?? this.#raw.content;
  }

  get metadata(): FrameMetadata {
    return (this.#metadata ??= unpackChecked(this.#raw.metadata));
  }
}
