/** The rival of the text index, SQLite FTS5 in benchmarks/compare/, as the subjects call it. */
import { pathToFileURL } from "node:url";
import { installedRivals, rivalFile } from "../frames/rivals.ts";
import type { Turn } from "./texts-file.ts";

export interface TextRival {
  /** Saves all; everything is on the disk when it returns. */
  saveAll(turns: Iterable<Turn>): void;
  /** The best memories with any of the words. */
  search(
    words: string,
    options: { readonly tag: string | undefined; readonly limit: number },
  ): { readonly content: string }[];
  close(): void;
}

export function hasTextRival(): boolean {
  return installedRivals().includes("sqlite");
}

export async function openTextRival(dir: string): Promise<TextRival> {
  const module = (await import(pathToFileURL(rivalFile("sqlite-fts")).href)) as {
    openTextRival(dir: string): TextRival;
  };
  return module.openTextRival(dir);
}
