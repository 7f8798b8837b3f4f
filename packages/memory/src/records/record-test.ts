/** A filter as a test of records, for listings that stream them and for ghosts; the index has its own. */
import type { MemoryFilter } from "../memory.ts";
import { EVERY_NAMESPACE, toTimestamp, type MemoryRecord } from "./record.ts";

/** @returns whether a record passes. Without a namespace, every namespace does. */
export function toRecordTest(filter: MemoryFilter): (record: MemoryRecord) => boolean {
  const { types = [], tags = [], namespace, session, speaker, minImportance = 0 } = filter;
  const after = filter.after === undefined ? Number.NEGATIVE_INFINITY : toTimestamp(filter.after, "after");
  const before = filter.before === undefined ? Number.POSITIVE_INFINITY : toTimestamp(filter.before, "before");
  return (record) =>
    (types.length === 0 || types.includes(record.type)) &&
    tags.every((tag) => record.tags.includes(tag)) &&
    (namespace === undefined || namespace === EVERY_NAMESPACE || record.namespace === namespace) &&
    (session === undefined || record.session === session) &&
    (speaker === undefined || record.speaker === speaker) &&
    record.timestamp >= after &&
    record.timestamp < before &&
    record.importance >= minImportance;
}
