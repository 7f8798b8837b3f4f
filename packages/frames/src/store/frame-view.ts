/**
 * Frame view: a frame of a scan. Its fields are decoded when they are asked for, so that a scan pays for what its reader uses.
 * Invariant: its bytes were checked before a view is made; metadata that another writer made unreadable throws when it is asked for.
 */
import type { FrameKind, FrameMetadata, StoredFrame } from "../frame.ts";
import type { FrameId } from "../frame-id.ts";
import type { RawFrame } from "../raw-frame.ts";

/** What a view shows in the place of raw fields. */
export interface ViewParts {
  readonly kind: FrameKind;
  /** Default: the raw content, which is no delta. */
  readonly content: Uint8Array | undefined;
  /** Unpacks metadata. @throws FRAMES_CORRUPT */
  readonly unpack: (raw: RawFrame) => FrameMetadata;
}

/** A stored frame on top of a raw one. */
export class FrameView implements StoredFrame {
  readonly kind: FrameKind;
  readonly #raw: RawFrame;
  readonly #content: Uint8Array | undefined;
  readonly #unpack: (raw: RawFrame) => FrameMetadata;
  #metadata: FrameMetadata | undefined;

  constructor(raw: RawFrame, { kind, content, unpack }: ViewParts) {
    this.kind = kind;
    this.#raw = raw;
    this.#content = content;
    this.#unpack = unpack;
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
    return (this.#metadata ??= this.#unpack(this.#raw));
  }
}
