/** The head of a source: enough of its beginning to tell what it is, without losing it. */
import { isMemoryList } from "../migration/memory-json.ts";
import { isLocomo } from "./locomo.ts";

/** A line or a file that says later what it is counts as lines. */
const MAX_HEAD_CHARACTERS = 256 * 1024;

/** Looks at the beginning, far enough to tell the format, without losing it. */
export async function peek(
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
 * Whether the file is one JSON value: an array, or an object with a conversation or with memories; anything else is taken as lines.
 * When the head ends inside its first value, the name of the field decides: in a string it would have its quotes escaped.
 */
export function isOneValue(head: string): boolean {
  const text = head.trimStart();
  if (text.startsWith("[")) return true;
  if (!text.startsWith("{")) return false;
  const value = firstValue(head) ?? tryParse(text);
  if (value === undefined) return /"conversation"\s*:\s*\{|^\{\s*"memories"\s*:\s*[[{]/.test(text);
  return (
    isLocomo(value) || (typeof value === "object" && value !== null && !("content" in value) && isMemoryList(value))
  );
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
