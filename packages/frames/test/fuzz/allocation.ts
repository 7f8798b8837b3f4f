/**
 * Allocation: the bytes that some code asks V8 and zlib for, whether or not they are garbage again: heap and array buffers.
 * A collection between two looks hides what it freed: such a look counts nothing, and there are few of them.
 */
import { getHeapStatistics } from "node:v8";

/** A look at all memory in use, in bytes. */
export function usedBytes(): number {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
