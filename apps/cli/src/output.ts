/**
 * What a command says: data to stdout, words to stderr. Under `--json` exactly one JSON value goes to stdout.
 * Invariant: `data` and `json` resolve when the stream has taken the bytes, so a slow reader slows us down.
 */
import { CliError } from "./errors.ts";
import type { Io, OutStream } from "./io.ts";
import { createStyle, type Style } from "./render/style.ts";
import { cleanLines } from "./render/text.ts";

const FALLBACK_COLUMNS = 80;
const LEAST_COLUMNS = 40;

export interface Output {
  /** Whether the user asked for JSON. */
  readonly wantsJson: boolean;
  /** Whether a JSON value was begun on stdout. */
  readonly hasJson: boolean;
  readonly isTerminal: boolean;
  /** Columns of the terminal; infinite when stdout is none, so that nothing is cut in a pipe. */
  readonly columns: number;
  readonly style: Style;
  /** Text for stdout as it is. @throws CliError CLI_OUTPUT_CLOSED, CLI_IO */
  data(text: string): Promise<void>;
  /** One JSON value and a line end. */
  json(value: unknown): Promise<void>;
  /** A list of unknown length inside one JSON object: {"<key>": […], …rest}. An error in the middle becomes a field of it. */
  jsonList(list: JsonList): Promise<void>;
  /** A line for stderr, cleaned of control characters. */
  words(text: string): void;
}

interface JsonList {
  readonly key: string;
  readonly items: AsyncIterable<unknown>;
  /** Further fields, asked for when the list has ended. */
  readonly rest?: (() => Readonly<Record<string, unknown>>) | undefined;
  readonly onError: (error: unknown) => { readonly code: string; readonly message: string };
}

export function createOutput(io: Io, wantsJson: boolean): Output {
  const isTerminal = io.stdout.isTTY === true;
  let hasJson = false;

  async function jsonList({ key, items, rest, onError }: JsonList): Promise<void> {
    let count = 0;
    const before = (): string => (count++ === 0 ? `{${JSON.stringify(key)}:[` : ",");
    try {
      for await (const item of items) {
        const text = `${before()}${JSON.stringify(item)}`;
        hasJson = true;
        await write(io.stdout, text);
      }
    } catch (error) {
      if (count > 0) await write(io.stdout, `],"error":${JSON.stringify(onError(error))}}\n`);
      throw error;
    }
    const fields = JSON.stringify(rest?.() ?? {}).slice(1);
    hasJson = true;
    await write(io.stdout, `${count === 0 ? before() : ""}]${fields === "}" ? "" : ","}${fields}\n`);
  }

  return {
    wantsJson,
    get hasJson() {
      return hasJson;
    },
    isTerminal,
    columns: isTerminal ? columnsOf(io) : Number.POSITIVE_INFINITY,
    style: createStyle(isTerminal, io.env),
    data: (text) => write(io.stdout, text),
    json(value) {
      hasJson = true;
      return write(io.stdout, `${JSON.stringify(value)}\n`);
    },
    jsonList,
    words(text) {
      io.stderr.write(`${cleanLines(text)}\n`);
    },
  };
}

/** Columns for a text that is laid out also when nobody watches. */
export function columnsOf(io: Pick<Io, "stdout" | "env">): number {
  const columns = io.stdout.columns ?? Number.parseInt(io.env["COLUMNS"] ?? "", 10);
  return Math.max(LEAST_COLUMNS, Number.isInteger(columns) && columns > 0 ? columns : FALLBACK_COLUMNS);
}

function write(stream: OutStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(toOutputError(error)) : resolve()));
  });
}

/** A reader that went away is no failure of ours; anything else is. */
export function toOutputError(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EPIPE" || code === "ERR_STREAM_DESTROYED" || code === "ERR_STREAM_PREMATURE_CLOSE") {
    return new CliError("CLI_OUTPUT_CLOSED", "Nobody reads the output any more.", { cause: error });
  }
  const message = `Cannot write to stdout (${String(code)}). Check where it leads and the free space.`;
  return code === undefined ? error : new CliError("CLI_IO", message, { cause: error });
}
