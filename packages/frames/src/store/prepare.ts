/** Prepare: a frame from outside, checked and packed, so that it only needs its place. */
import { FRAME_KINDS, type FrameInput, type FrameMetadata } from "../frame.ts";
import { toFrameId, type FrameIdGenerator } from "../frame-id.ts";
import { assertMetadata } from "../metadata/rules.ts";
import { createMetadataPacker, type MetadataPacker } from "../metadata/packer.ts";
import { jsonMetadata } from "../metadata/packing.ts";
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import { FINGERPRINT_BYTES } from "../row/format.ts";
import type { UnplacedFrame } from "../raw-frame.ts";

/** `{}` as the packer writes it. */
const NO_METADATA: Uint8Array = Uint8Array.of(0x80);
const NO_BYTES = new Uint8Array(0);

/** Checks a frame and packs its metadata. What it gives is overwritten by the next call. @throws TypeError, RangeError naming the field. */
export type FramePreparer = (frame: FrameInput, nowMs: number) => UnplacedFrame;

export function createFramePreparer(mintId: FrameIdGenerator): FramePreparer {
  const packer = createMetadataPacker();
  const prepared: UnplacedFrame = {
    seq: 0,
    id: "",
    kind: 0,
    timestamp: 0,
    fingerprint: undefined,
    isPacked: false,
    metadata: NO_BYTES,
    isDelta: false,
    content: NO_BYTES,
  };
  return (frame, nowMs) => {
    assertFrameKeys(frame);
    const { content, kind = "memory", timestamp = nowMs, metadata, fingerprint, family } = frame;
    if (!(content instanceof Uint8Array)) throw new TypeError("content must be a Uint8Array");
    if (!Number.isInteger(timestamp)) throw new TypeError("timestamp must be an integer of milliseconds");
    if (Math.abs(timestamp) > MAX_TIMESTAMP_MS) throw new RangeError("timestamp must be within the range of Date");
    const kindIndex = FRAME_KINDS.indexOf(kind);
    if (kindIndex < 0) throw new TypeError("kind must be a known kind of frame");
    if (fingerprint !== undefined) assertFingerprint(fingerprint);
    if (family !== undefined && typeof family !== "string") throw new TypeError("family must be a string");
    const id = frame.id === undefined ? mintId(content, timestamp) : toFrameId(frame.id);
    const packed = metadata === undefined ? NO_METADATA : packIfObject(packer, metadata);
    prepared.seq = 0;
    prepared.id = id;
    prepared.kind = kindIndex;
    prepared.timestamp = timestamp;
    prepared.fingerprint = fingerprint;
    prepared.isPacked = packed !== undefined;
    prepared.metadata = packed ?? metadataAsJson(metadata!);
    prepared.isDelta = false;
    prepared.content = content;
    return prepared;
  };
}

/** `assertKnownKeys` for frames, written out: a look-up in a set for each key took a tenth of the time of a bulk append. */
function assertFrameKeys(frame: FrameInput): void {
  if (typeof frame !== "object" || frame === null) throw new TypeError("append: options must be an object");
  for (const key in frame) {
    switch (key) {
      case "id":
      case "kind":
      case "timestamp":
      case "content":
      case "metadata":
      case "fingerprint":
      case "family":
        break;
      default:
        throw new TypeError(`append: unknown option "${key}"`);
    }
  }
}

function packIfObject(packer: MetadataPacker, metadata: FrameMetadata): Uint8Array | undefined {
  return typeof metadata === "object" && metadata !== null ? packer.pack(metadata) : undefined;
}

/** What the packer takes keeps the rules of metadata; only what it does not take has to be asked. */
function metadataAsJson(metadata: FrameMetadata): Uint8Array {
  assertMetadata(metadata);
  return jsonMetadata(metadata).bytes;
}

/** @throws TypeError unless it has 8 bytes. */
export function assertFingerprint(fingerprint: Uint8Array): void {
  if (fingerprint instanceof Uint8Array && fingerprint.length === FINGERPRINT_BYTES) return;
  throw new TypeError(`fingerprint must be ${FINGERPRINT_BYTES} bytes`);
}
