/** A foreign store as a series of pieces: each is a file with the memories in it, so that a file can be judged, and removed, as a whole. */
import type { Json, MemoryInput } from "../memory.ts";
import type { SourceFile } from "./source-folder.ts";

/** A memory from outside, and how it was accessed there. */
export interface ImportedMemory {
  readonly input: MemoryInput;
  /** `last` in ms. */
  readonly access?: { readonly count: number; readonly last?: number | undefined } | undefined;
}

/** The file of a memory's vector, as it was read. */
export interface VectorFile {
  readonly file: SourceFile;
  readonly stamp: string;
}

/** One memory of a piece, or why there is none. */
export type SourceItem =
  | {
      readonly kind: "memory";
      readonly memory: ImportedMemory;
      readonly vector?: VectorFile | undefined;
    }
  /** It cannot be read; the reason holds no contents. */
  | { readonly kind: "unreadable"; readonly reason: string }
  /** Its owner deleted it there; only its bytes are left. */
  | { readonly kind: "deleted" };

/** A file and what it holds. */
export interface SourcePiece {
  readonly file: SourceFile;
  /** Undefined when not even its bytes could be read. */
  readonly stamp: string | undefined;
  readonly items: AsyncIterable<SourceItem> | Iterable<SourceItem>;
}

/** A foreign store. */
export interface MigrationSource {
  /** How many memories it says it holds, for progress. */
  readonly expected: number | undefined;
  pieces(): AsyncIterable<SourcePiece>;
  /** Files that only describe what the pieces hold; they may go when all pieces are gone. */
  readonly descriptions: readonly SourceFile[];
  /** Folders that may go when they are empty. */
  readonly folders: readonly string[];
}

/** An item of which reading may fail. A TypeError is the item's own fault; anything else is thrown on. */
export function toItem(read: () => Omit<Extract<SourceItem, { kind: "memory" }>, "kind">): SourceItem {
  try {
    return { kind: "memory", ...read() };
  } catch (error) {
    return unreadable(error);
  }
}

/** @throws anything that is not the fault of what was read. */
export function unreadable(error: unknown): SourceItem {
  if (error instanceof TypeError || error instanceof RangeError) return { kind: "unreadable", reason: error.message };
  throw error;
}

/** A JSON object; anything else is the item's fault. */
export function assertFields(value: Json): { readonly [key: string]: Json } {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as { [key: string]: Json };
  throw new TypeError("a memory is no object");
}
