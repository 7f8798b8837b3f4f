/** Import: a file or a stream of bytes becomes memories. Importing the same again adds nothing. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { MemoryError } from "../errors.ts";
import type { BulkResult, Progress } from "../memory.ts";
import { fromMemoryList, isMemoryList } from "../migration/memory-json.ts";
import { openSource, type FolderFormat } from "../migration/open-source.ts";
import { cannotRead, isFolder } from "../migration/source-folder.ts";
import type { SourceItem } from "../migration/source.ts";
import { saveManyMemories } from "../save-many.ts";
import type { StoreState } from "../store-state.ts";
import { isOneValue, peek } from "./head.ts";
import { fromJsonLine } from "./jsonl.ts";
import { readLines, type Line } from "./lines.ts";
import { fromLocomo, isLocomo } from "./locomo.ts";
import { numberItems, saveItems, type ImportItem } from "./save-items.ts";

/** "auto" looks at the beginning, or into the folder. */
export type ImportFormat = "auto" | "jsonl" | "locomo" | FolderFormat;

/** A path of a file or a folder, or the bytes themselves. */
export type ImportSource = string | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** How to import. */
export interface ImportOptions {
  /** Default "auto". */
  readonly format?: ImportFormat | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops between two memories; what was imported stays, and a second run goes on from there. */
  readonly signal?: AbortSignal | undefined;
}

const FORMATS: readonly ImportFormat[] = ["auto", "jsonl", "locomo", "vault-v2", "memory-json"];
/** One JSON value is read whole; a larger file is refused. */
const MAX_WHOLE_FILE_BYTES = 512 * 1024 * 1024;

/** @throws MemoryError MEMORY_IO when the source cannot be read, MEMORY_IMPORT_FORMAT when it is not of the format. */
export async function importMemories(
  state: StoreState,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<BulkResult> {
  const { format = "auto", onProgress, signal } = options;
  if (!FORMATS.includes(format)) throw new TypeError(`format must be one of ${FORMATS.join(", ")}`);
  signal?.throwIfAborted();
  if (typeof source === "string" && (await isFolder(source))) return importFolder(state, source, options);
  if (format === "vault-v2") throw notFolder();
  const total = typeof source === "string" ? await sizeOf(source) : undefined;
  const { head, all } = await peek(typeof source === "string" ? readFileChunks(source) : source);
  const isLines = format === "jsonl" || (format === "auto" && !isOneValue(head));
  if (isLines) return importLines(state, all, { total, onProgress, signal });
  // Read to its end before anything is saved: a file that is broken somewhere is refused as a whole.
  const value = await parseWhole(all);
  const isList = format === "memory-json" || (format === "auto" && !isLocomo(value) && isMemoryList(value));
  if (isList) return saveItems(state, numberItems(fromMemoryList(value)), { onProgress, signal });
  return saveManyMemories(state, [...fromLocomo(value)], { onProgress, signal });
}

/** Each file is read when its turn comes, so memory is bounded by the largest. */
async function importFolder(
  state: StoreState,
  root: string,
  { format = "auto", onProgress, signal }: ImportOptions,
): Promise<BulkResult> {
  if (format === "jsonl" || format === "locomo") {
    throw new MemoryError("MEMORY_IMPORT_FORMAT", `${root} is a folder, and ${format} is a file. Name the file.`);
  }
  const source = await openSource(root, format);
  async function* items(): AsyncGenerator<SourceItem> {
    for await (const piece of source.pieces()) yield* piece.items;
  }
  const { expected: total } = source;
  const report = (progress: Progress): void => onProgress?.({ ...progress, total });
  return saveItems(state, numberItems(items()), { onProgress: report, signal });
}

interface LineOptions {
  readonly total: number | undefined;
  readonly onProgress: ImportOptions["onProgress"];
  readonly signal: AbortSignal | undefined;
}

async function importLines(
  state: StoreState,
  chunks: AsyncIterable<Uint8Array>,
  { total, onProgress, signal }: LineOptions,
): Promise<BulkResult> {
  let doneBytes = 0;
  async function* items(): AsyncGenerator<ImportItem> {
    for await (const line of readLines(chunks)) {
      doneBytes = line.endBytes;
      if (line.text?.trim() !== "") yield toLineItem(line);
    }
  }
  return saveItems(state, items(), {
    signal,
    onProgress: () => onProgress?.({ done: doneBytes, total, unit: "bytes" }),
  });
}

function toLineItem({ number: item, text }: Line): ImportItem {
  try {
    if (text === undefined) throw new TypeError("the line is too long or not UTF-8");
    return { item, memory: fromJsonLine(text) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { item, reason: error.message };
  }
}

function notFolder(): MemoryError {
  return new MemoryError("MEMORY_IMPORT_FORMAT", "A V2 vault is a folder. Name the folder that holds memories/.");
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

async function* readFileChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Uint8Array;
  } catch (cause) {
    throw cannotRead(path, cause);
  }
}

async function parseWhole(chunks: AsyncIterable<Uint8Array>): Promise<unknown> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of chunks) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_WHOLE_FILE_BYTES) {
      throw new MemoryError(
        "MEMORY_IMPORT_FORMAT",
        "The file is larger than 512 MB and not JSONL. Split it, or convert it to JSONL.",
      );
    }
    parts.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder().decode(Buffer.concat(parts)));
  } catch {
    throw new MemoryError("MEMORY_IMPORT_FORMAT", "The file is not JSON. Name the right format, or mend the file.");
  }
}
