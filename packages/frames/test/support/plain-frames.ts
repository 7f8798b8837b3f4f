/** Frames as plain objects with bytes of their own: what is read may be decoded by accessors, which neither spread nor compare. */
import type { StoredFrame } from "../../src/frame.ts";
import type { RawFrame } from "../../src/raw-frame.ts";

/** A raw frame, without an absent fingerprint. */
export function copyFrame(frame: RawFrame): RawFrame {
  const { seq, id, kind, timestamp, fingerprint, isPacked, isDelta } = frame;
  const [metadata, content] = [new Uint8Array(frame.metadata), new Uint8Array(frame.content)];
  const copy = { seq, id, kind, timestamp, isPacked, metadata, isDelta, content };
  return fingerprint === undefined ? copy : { ...copy, fingerprint: new Uint8Array(fingerprint) };
}

/** A stored frame. */
export function copyStored({ seq, id, kind, timestamp, content, metadata }: StoredFrame): StoredFrame {
  return { seq, id, kind, timestamp, content: new Uint8Array(content), metadata };
}
