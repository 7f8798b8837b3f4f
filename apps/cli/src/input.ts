/** A text from stdin. */
import { MAX_ENTRY_BYTES } from "@vidmem/frames";
import { misuse } from "./errors.ts";
import type { Context } from "./command.ts";

/**
 * The text of an argument; `-` reads stdin to its end, without the line end that editors and `echo` add.
 * @throws CliError CLI_MISUSE for an empty text and for bytes that are no UTF-8.
 */
export async function readText(argument: string, context: Context): Promise<string> {
  const text = argument === "-" ? await readStdin(context) : argument;
  if (text.trim() === "") throw misuse("The text is empty: there is nothing to save.");
  return text;
}

async function readStdin({ io, out }: Context): Promise<string> {
  if (io.stdin.isTTY === true) out.words("Reading from the terminal; end with Ctrl-D on a line of its own.");
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of io.stdin as AsyncIterable<Uint8Array | string>) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_ENTRY_BYTES) throw misuse("The text is too long for one memory. Split it.");
    chunks.push(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)).replace(/\r?\n$/, "");
  } catch {
    throw misuse("What came on stdin is no UTF-8 text.");
  }
}
