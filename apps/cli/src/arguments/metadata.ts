/** `--meta key=value`: a number or a boolean is kept as such, anything else is text. */
import type { Json, JsonObject } from "@vidmem/memory";
import { misuse } from "../errors.ts";

/** @throws CliError CLI_MISUSE for a pair without a key. */
export function toMetadata(pairs: readonly string[]): JsonObject {
  return Object.fromEntries(pairs.map(toEntry));
}

function toEntry(pair: string): [string, Json] {
  const at = pair.indexOf("=");
  if (at < 1) throw misuse("--meta must be written KEY=VALUE, for example --meta source=mail.");
  return [pair.slice(0, at), toValue(pair.slice(at + 1))];
}

function toValue(text: string): Json {
  if (text === "true" || text === "false") return text === "true";
  // JSON's own grammar, so that 007 and 0x10 stay texts; so does a number that a double would change.
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return text;
  const value = Number(text);
  const isKept = /^-?\d+$/.test(text) ? Number.isSafeInteger(value) : Number.isFinite(value);
  return isKept ? value : text;
}
