/** Files that ship beside the program. They lie one folder above this module, in src/ as in dist/. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The version of this package. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return String((JSON.parse(text) as { version?: unknown }).version);
}

/** The path of a file of the sample. */
export function samplePath(name: "conversation.jsonl" | "questions.json"): string {
  return fileURLToPath(new URL(`../sample/${name}`, import.meta.url));
}
