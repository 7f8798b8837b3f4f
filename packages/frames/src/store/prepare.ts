/** Prepare: a frame from outside, checked and packed, so that it only needs its place. */
import { FRAME_KINDS, type FrameInput } from "../frame.ts";
import { toFrameId, type FrameIdGenerator } from "../frame-id.ts";
import { assertMetadata } from "../metadata/rules.ts";
import { packMetadata } from "../metadata/packing.ts";
import { MAX_TIMESTAMP_MS } from "../entry/format.ts";
import { FINGERPRINT_BYTES } from "../row/format.ts";
import { assertKnownKeys } from "../options.ts";
import type { UnplacedFrame } from "./committer.ts";

const FRAME_KEYS: ReadonlySet<string> = new Set([
  "id",
  "kind",
  "timestamp",
  "content",
  "metadata",
  "fingerprint",
  "family",
]);
const NO_METADATA = {};

/** @throws TypeError, RangeError naming the field. */
export function prepareFrame(frame: FrameInput, nowMs: number, mintId: FrameIdGenerator): UnplacedFrame {
  assertKnownKeys("append", frame, FRAME_KEYS);
  const { content, kind = "memory", timestamp = nowMs, metadata = NO_METADATA, fingerprint, family } = frame;
  if (!(content instanceof Uint8Array)) throw new TypeError("content must be a Uint8Array");
  if (!Number.isInteger(timestamp)) throw new TypeError("timestamp must be an integer of milliseconds");
  if (Math.abs(timestamp) > MAX_TIMESTAMP_MS) throw new RangeError("timestamp must be within the range of Date");
  const kindIndex = FRAME_KINDS.indexOf(kind);
  if (kindIndex < 0) throw new TypeError("kind must be a known kind of frame");
  if (fingerprint !== undefined) assertFingerprint(fingerprint);
  if (family !== undefined && typeof family !== "string") throw new TypeError("family must be a string");
  assertMetadata(metadata);
  const { bytes, isPacked } = packMetadata(metadata);
  const id = frame.id === undefined ? mintId(content, timestamp) : toFrameId(frame.id);
  return { id, kind: kindIndex, timestamp, fingerprint, isPacked, metadata: bytes, content };
}

/** @throws TypeError unless it has 8 bytes. */
export function assertFingerprint(fingerprint: Uint8Array): void {
  if (fingerprint instanceof Uint8Array && fingerprint.length === FINGERPRINT_BYTES) return;
  throw new TypeError(`fingerprint must be ${FINGERPRINT_BYTES} bytes`);
}
