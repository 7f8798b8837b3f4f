/** Import: a file or a stream of bytes becomes memories. Importing the same again adds nothing. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { MemoryError } from "../errors.ts";
import type { BulkResult, Progress } from "../memory.ts";
import { MAX_REPORTED_FAILURES, saveNumbered, saveManyMemories, type NumberedInput } from "../save.ts";
import type { StoreState } from "../store-state.ts";
import { fromJsonLine } from "./jsonl.ts";
import { readLines } from "./lines.ts";
import { fromLocomo, isLocomo } from "./locomo.ts";

/** "auto" looks at the beginning. */
export type ImportFormat = "auto" | "jsonl" | "locomo";

/** A path, or the bytes themselves. */
export type ImportSource = string | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** How to import. */
export interface ImportOptions {
  /** Default "auto". */
  readonly format?: ImportFormat | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Stops between two memories; what was imported stays, and a second run goes on from there. */
  readonly signal?: AbortSignal | undefined;
}

const FORMATS: ReadonlySet<string> = new Set(["auto", "jsonl", "locomo"]);
/** A line or a file that says later what it is counts as lines. */
const MAX_HEAD_CHARACTERS = 256 * 1024;
/** LoCoMo is one JSON value, read whole; a larger file is refused. */
const MAX_WHOLE_FILE_BYTES = 512 * 1024 * 1024;

/** @throws MemoryError MEMORY_IO when the source cannot be read, MEMORY_IMPORT_FORMAT when it is not of the format. */
export async function importMemories(
  state: StoreState,
  source: ImportSource,
  options: ImportOptions = {},
): Promise<BulkResult> {
  const { format = "auto", onProgress, signal } = options;
  if (!FORMATS.has(format)) throw new TypeError('format must be "auto", "jsonl" or "locomo"');
  signal?.throwIfAborted();
  const total = typeof source === "string" ? await sizeOf(source) : undefined;
  const { head, all } = await peek(typeof source === "string" ? readFileChunks(source) : source);
  const isLines = format === "jsonl" || (format === "auto" && guessFormat(head) === "jsonl");
  if (isLines) return importLines(state, all, { total, onProgress, signal });
  // Read to its end before anything is saved: a file that is broken somewhere is refused as a whole.
  const turns = [...fromLocomo(await parseWhole(all))];
  return saveManyMemories(state, turns, { onProgress, signal });
}

interface LineOptions {
  readonly total: number | undefined;
  readonly onProgress: ImportOptions["onProgress"];
  readonly signal: AbortSignal | undefined;
}

async function importLines(
  state: StoreState,
  chunks: AsyncIterable<Uint8Array>,
  options: LineOptions,
): Promise<BulkResult> {
  const broken: { item: number; reason: string }[] = [];
  let brokenCount = 0;
  let doneBytes = 0;
  const report = (): void => options.onProgress?.({ done: doneBytes, total: options.total, unit: "bytes" });

  async function* inputs(): AsyncGenerator<NumberedInput> {
    for await (const line of readLines(chunks)) {
      doneBytes = line.endBytes;
      if (line.text?.trim() === "") continue;
      try {
        if (line.text === undefined) throw new TypeError("the line is too long or not UTF-8");
        yield { item: line.number, input: fromJsonLine(line.text) };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        brokenCount++;
        if (broken.length < MAX_REPORTED_FAILURES) broken.push({ item: line.number, reason: error.message });
      }
    }
  }

  const result = await saveNumbered(state, inputs(), { signal: options.signal, onProgress: report });
  return {
    ...result,
    failed: result.failed + brokenCount,
    failures: [...result.failures, ...broken].toSorted((a, b) => a.item - b.item).slice(0, MAX_REPORTED_FAILURES),
  };
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

function cannotRead(path: string, cause: unknown): MemoryError {
  return new MemoryError("MEMORY_IO", `Cannot read ${path}. Check the path and its permissions.`, {
    details: { path },
    cause,
  });
}

/** Looks at the beginning, far enough to tell the format, without losing it. */
async function peek(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ head: string; all: AsyncIterable<Uint8Array> }> {
  const iterator = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  const taken: Uint8Array[] = [];
  const decoder = new TextDecoder();
  let head = "";
  let hasFirstLine = false;
  while (head.length < MAX_HEAD_CHARACTERS) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
    const text = decoder.decode(next.value, { stream: true });
    head += text;
    if (hasFirstLine || !text.includes("\n") || head.trim() === "") continue;
    hasFirstLine = true;
    if (firstValue(head) !== undefined) break;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* taken.splice(0);
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}

/**
 * A JSON array, or an object with a conversation, is LoCoMo; anything else is taken as lines. When the head ends inside its
 * first value, the name of the field decides: in a string it would have its quotes escaped.
 */
function guessFormat(head: string): "jsonl" | "locomo" {
  const text = head.trimStart();
  if (text.startsWith("[")) return "locomo";
  if (!text.startsWith("{")) return "jsonl";
  const value = firstValue(head) ?? tryParse(text);
  const isConversation = value === undefined ? /"conversation"\s*:\s*\{/.test(text) : isLocomo(value);
  return isConversation ? "locomo" : "jsonl";
}

/** The value on the first line that is not blank, once that line is complete and is JSON. */
function firstValue(head: string): unknown {
  const text = head.trimStart();
  const end = text.indexOf("\n");
  return end < 0 ? undefined : tryParse(text.slice(0, end));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
