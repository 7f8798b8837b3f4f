/** Saving what an import reads: items that cannot be read are counted and named beside those that cannot be saved. */
import type { ImportedMemory, SourceItem } from "../migration/source.ts";
import type { BulkResult } from "../memory.ts";
import { MAX_REPORTED_FAILURES, saveNumbered, type BulkOptions, type NumberedInput } from "../save-many.ts";
import type { StoreState } from "../store-state.ts";

/** An item with the number by which a failure names it: a memory, or why there is none. */
export type ImportItem = { readonly item: number } & (
  | { readonly memory: ImportedMemory }
  | { readonly reason: string }
);

export async function saveItems(
  state: StoreState,
  items: AsyncIterable<ImportItem> | Iterable<ImportItem>,
  options: BulkOptions,
): Promise<BulkResult> {
  const broken: { item: number; reason: string }[] = [];
  let brokenCount = 0;
  async function* inputs(): AsyncGenerator<NumberedInput> {
    for await (const entry of items) {
      if ("memory" in entry) {
        yield { item: entry.item, ...entry.memory };
        continue;
      }
      brokenCount++;
      if (broken.length < MAX_REPORTED_FAILURES) broken.push({ item: entry.item, reason: entry.reason });
    }
  }
  const result = await saveNumbered(state, inputs(), options);
  return {
    ...result,
    failed: result.failed + brokenCount,
    failures: [...result.failures, ...broken].toSorted((a, b) => a.item - b.item).slice(0, MAX_REPORTED_FAILURES),
  };
}

/** Numbers the items of a source from 1; what was deleted there is passed over. */
export async function* numberItems(
  items: AsyncIterable<SourceItem> | Iterable<SourceItem>,
): AsyncGenerator<ImportItem> {
  let item = 0;
  for await (const found of items) {
    item++;
    if (found.kind === "memory") yield { item, memory: found.memory };
    else if (found.kind === "unreadable") yield { item, reason: found.reason };
  }
}
