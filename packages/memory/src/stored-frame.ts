/** The frame of a memory, as it goes into the log: found again by its content key, and similar ones of its namespace may share bytes. */
import type { FrameInput } from "@vidmem/frames";
import { contentKey, toFingerprint } from "./records/content-key.ts";
import { toFrame } from "./records/memory-frame.ts";
import type { MemoryRecord } from "./records/record.ts";

/** A frame that lacks only its id and, when it is an update, its kind. */
export type StoredFrameInput = Omit<FrameInput, "id" | "kind" | "fingerprint"> & { readonly fingerprint: Uint8Array };

/** @param savedAt ms. @param key the record's content key, when it is known already. */
export function toStoredFrame(
  record: MemoryRecord,
  savedAt: number,
  key: string = contentKey(record),
): StoredFrameInput {
  return { ...toFrame(record, savedAt), family: record.namespace, fingerprint: toFingerprint(key) };
}
