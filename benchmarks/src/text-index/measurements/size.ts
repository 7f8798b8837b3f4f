/** How many bytes do the log and the index take, beside the texts alone? */
import { statSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../../frames/files.ts";
import type { Measurement } from "./setting.ts";

const INDEX_TO_TEXT = 0.3;
const ALL_TO_TEXT = 0.9;

export const size: Measurement = async ({ storeDir, rivalDir, hasRival, memories, textBytes }) => {
  const index = filesBelow(join(storeDir, "index"));
  const rows = [
    { name: "texts", bytes: textBytes },
    { name: "index", bytes: sizeOf(index) },
    { name: "log and index", bytes: sizeOf(filesBelow(storeDir)) },
    ...(hasRival ? [{ name: "SQLite FTS5", bytes: sizeOf(filesBelow(rivalDir)) }] : []),
  ];
  const ratio = (row: number): number => rows[row]!.bytes / textBytes;
  return {
    title: "Bytes on disk",
    rows: rows.map(({ name, bytes }, at) => ({
      name,
      figures: { MB: bytes / 1e6, "bytes a memory": bytes / memories, "÷ texts": ratio(at) },
    })),
    verdicts: [
      { what: "index ÷ texts", value: ratio(1), atMost: INDEX_TO_TEXT },
      { what: "log and index ÷ texts", value: ratio(2), atMost: ALL_TO_TEXT },
      { what: "files of the index", value: index.length },
    ],
  };
};

function sizeOf(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}
