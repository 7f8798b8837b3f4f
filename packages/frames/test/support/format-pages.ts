/** The worked examples of docs/format. */
import fs from "node:fs";

/** The bytes of the first hex dump on a page. */
export function exampleOf(page: string): Uint8Array {
  const text = fs.readFileSync(new URL(`../../../../docs/format/${page}`, import.meta.url), "utf8");
  const dump = /```hex\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const lines = dump.trim().split("\n");
  const digits = lines.flatMap((line) => line.split(/\s+/).slice(1));
  return Uint8Array.from(digits, (byte) => Number.parseInt(byte, 16));
}
