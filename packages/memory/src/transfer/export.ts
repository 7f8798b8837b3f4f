/** Export: every current memory of the store, or those that pass a filter, as a file that `import` takes back. */
import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { MemoryError } from "../errors.ts";
import { factsOf } from "../facts.ts";
import type { MemoryFilter, Progress } from "../memory.ts";
import { streamRecords } from "../recall.ts";
import { toMemory } from "../records/memory-frame.ts";
import type { StoreState } from "../store-state.ts";
import { toJsonLine } from "./jsonl.ts";

export type ExportFormat = "jsonl";

/** How to export, and which memories. Without a namespace, all of them. */
export interface ExportOptions extends MemoryFilter {
  /** Default "jsonl". */
  readonly format?: ExportFormat | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

const PROGRESS_EVERY = 256;

/**
 * Writes to a path (there whole or not at all) or to a stream (which is left open).
 * @returns how many memories were written. @throws MemoryError MEMORY_IO
 */
export async function exportMemories(
  state: StoreState,
  target: string | Writable,
  options: ExportOptions = {},
): Promise<{ readonly exported: number }> {
  const { format = "jsonl", onProgress, ...filter } = options;
  if (format !== "jsonl") throw new TypeError('format must be "jsonl"');
  let exported = 0;
  async function* lines(): AsyncGenerator<string> {
    for await (const { id, seq, record } of streamRecords(state, filter)) {
      yield `${toJsonLine(toMemory(id, record, factsOf(state, id, seq)), record.embedding)}\n`;
      if (++exported % PROGRESS_EVERY === 0) onProgress?.({ done: exported, unit: "memories" });
    }
  }
  if (typeof target === "string") await writeWhole(target, lines());
  else await pipeline(Readable.from(lines()), target, { end: false });
  onProgress?.({ done: exported, unit: "memories" });
  return { exported };
}

async function writeWhole(path: string, lines: AsyncIterable<string>): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString("hex")}.tmp`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(temporary, { flags: "wx", flush: true }));
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    if (!(cause instanceof Error) || !("syscall" in cause)) throw cause;
    throw new MemoryError("MEMORY_IO", `Cannot write ${path}. Check the folder, its permissions and the free space.`, {
      details: { path },
      cause,
    });
  }
}
