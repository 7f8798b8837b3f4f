/** Lines of a byte stream, with bounded memory: a line that is too long is reported, not kept. */

const NEWLINE = 0x0a;

/** One line without its end; `text` is absent when the line was longer than `maxBytes` or is no UTF-8. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text?: string | undefined;
  /** Bytes of the source up to the end of this line. */
  readonly endBytes: number;
}

/** Cuts chunks into lines at \n; a \r before it goes too, and so does a byte order mark at the start. */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  maxBytes: number = 64 * 1024 * 1024,
): AsyncGenerator<Line> {
  const decode = createDecoder();
  let parts: Uint8Array[] = [];
  let held = 0;
  let isTooLong = false;
  let number = 0;
  let seen = 0;

  const take = (part: Uint8Array): void => {
    held += part.length;
    isTooLong ||= held > maxBytes;
    if (isTooLong) parts = [];
    else parts.push(part);
  };
  const finish = (endBytes: number): Line => {
    const [only] = parts;
    const bytes = parts.length === 1 ? only! : Buffer.concat(parts);
    const text = isTooLong ? undefined : decode(bytes);
    parts = [];
    held = 0;
    isTooLong = false;
    return { number: ++number, text, endBytes };
  };

  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, at));
      from = at + 1;
      yield finish(seen + from);
    }
    if (from < chunk.length) take(chunk.subarray(from));
    seen += chunk.length;
  }
  if (held > 0) yield finish(seen);
}

/** Reads the bytes of a line; `undefined` for what is no UTF-8. */
function createDecoder(): (bytes: Uint8Array) => string | undefined {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (bytes) => {
    try {
      const text = decoder.decode(bytes);
      return text.endsWith("\r") ? text.slice(0, -1) : text;
    } catch {
      return undefined;
    }
  };
}
