/** The frame of a memory, as it goes into the log: found again by its content key, and similar ones of its namespace may share bytes. */
import type { FrameInput } from "@vidmem/frames";
import { contentKey, toFingerprint } from "./records/content-key.ts";
import { toFrame } from "./records/memory-frame.ts";
import type { MemoryRecord } from "./records/record.ts";
import type { TextScratch } from "./records/text-scratch.ts";

/** A frame that lacks only its id and, when it is an update, its kind. */
export type StoredFrameInput = Omit<FrameInput, "id" | "kind" | "fingerprint"> & { readonly fingerprint: Uint8Array };

/**
 * @param savedAt ms. @param key the record's content key. @param encode see `toFrame`.
 */
export function toStoredFrame(
  record: MemoryRecord,
  savedAt: number,
  { key = contentKey(record), encode }: { readonly key?: string; readonly encode?: TextScratch } = {},
): StoredFrameInput {
  const { content, metadata, timestamp } = toFrame(record, savedAt, encode);
  return {
    content,
    metadata,
    timestamp,
    family: record.namespace,
    fingerprint: toFingerprint(key),
  };
}

/** The same with memory of its own, for who waits before appending it. */
export function keepFrame(frame: StoredFrameInput): StoredFrameInput {
  return { ...frame, content: frame.content.slice() };
}
