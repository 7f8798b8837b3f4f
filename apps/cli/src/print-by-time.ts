/** What `list` and `timeline` share: memories by time, printed as they are read. */
import type { Memory, TimelineOptions } from "@vidmem/memory";
import { toFilter } from "./arguments/filters.ts";
import type { Context } from "./command.ts";
import { withStore } from "./compose.ts";

import { toErrorReport } from "./exit-codes.ts";
import { toJsonMemory } from "./json-shape.ts";
import { renderLine } from "./render/memory.ts";

export interface PrintByTimeOptions {
  readonly order: NonNullable<TimelineOptions["order"]>;
  readonly defaultLimit?: number | undefined;
}

export async function printByTime(context: Context, { order, defaultLimit }: PrintByTimeOptions): Promise<void> {
  const { args, out } = context;
  const limit = args.number("number", { low: 1, high: Number.MAX_SAFE_INTEGER, isInteger: true }) ?? defaultLimit;
  const options: TimelineOptions = { ...toFilter(args), order, limit };
  await withStore(context, "read", async (store) => {
    const memories = store.timeline({ ...options, namespace: options.namespace ?? "*" });
    if (out.wantsJson) {
      return out.jsonList({ key: "memories", items: toJsonMemories(memories), onError: toErrorReport });
    }
    let count = 0;
    for await (const memory of memories) {
      count++;
      await out.data(`${renderLine(memory, out)}\n`);
    }
    if (count === 0) out.words("No memories here. Save one: vidmem save <text>, or use fewer filters.");
  });
}

async function* toJsonMemories(memories: AsyncIterable<Memory>): AsyncGenerator<object> {
  for await (const memory of memories) yield toJsonMemory(memory);
}
