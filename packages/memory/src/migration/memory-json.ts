/**
 * JSON of earlier systems: `memories.json` (a list, or an object that holds one), and `frames/*.json` (one memory a file), as the
 * first Lightning Vidmem wrote them. Their fields were never fixed, so each of ours is looked for under its usual names, and
 * what has no place goes into the metadata. Page: docs/format/vault-v2.md.
 */
import { isFrameId, MAX_ENTRY_BYTES } from "@vidmem/frames";
import { MEMORY_TYPES, type Json, type JsonObject, type MemoryInput } from "../memory.ts";
import { listFiles, readSourceFile, type SourceFile } from "./source-folder.ts";
import {
  assertFields,
  toItem,
  unreadable,
  type ImportedMemory,
  type MigrationSource,
  type SourceItem,
  type SourcePiece,
} from "./source.ts";

const LIST_FILE = "memories.json";
const FRAMES = "frames";
const MAX_LIST_BYTES = 512 * 1024 * 1024;
/** Below this, a number cannot be ms of any time after 1973-03-03: it is seconds. */
const LEAST_MS = 1e11;

/** Names by which a field goes, the first that is there wins. */
const NAMES = {
  id: ["id", "frame_id", "memory_id"],
  content: ["content", "text", "thought", "message"],
  type: ["type", "memory_type"],
  timestamp: ["timestamp", "created_at", "time"],
  session: ["session", "session_id", "conversation_id"],
  speaker: ["speaker", "role", "author"],
  tags: ["tags"],
  importance: ["importance"],
  embedding: ["embedding"],
  metadata: ["metadata"],
} as const;

/** Whether a folder looks like one. */
export async function isMemoryJsonFolder(root: string): Promise<boolean> {
  if ((await listFiles(root, "")).has(LIST_FILE)) return true;
  return [...(await listFiles(root, FRAMES)).keys()].some((name) => name.endsWith(".json"));
}

/** Whether a parsed file is a list of memories, or holds one. */
export function isMemoryList(value: unknown): boolean {
  return listOf(value as Json)?.some(isMemoryObject) ?? false;
}

/** The memories of a parsed file; an entry that is none is told as unreadable, so that nothing is passed over in silence. */
export function fromMemoryList(value: unknown): SourceItem[] {
  const list = listOf(value as Json);
  if (list === undefined) return [{ kind: "unreadable", reason: "the file holds no list of memories" }];
  return list.map((entry) => toItem(() => ({ memory: fromMemoryObject(entry) })));
}

/** @throws MemoryError MEMORY_IO */
export async function openMemoryJson(root: string): Promise<MigrationSource> {
  const list = (await listFiles(root, "")).get(LIST_FILE);
  const frames = [...(await listFiles(root, FRAMES))].filter(([name]) => name.endsWith(".json"));
  async function* pieces(): AsyncGenerator<SourcePiece> {
    if (list !== undefined) yield readPiece(list, MAX_LIST_BYTES, fromMemoryList);
    for (const [, file] of frames) {
      yield readPiece(file, MAX_ENTRY_BYTES, (value) => [toItem(() => ({ memory: fromMemoryObject(value) }))]);
    }
  }
  return { expected: undefined, pieces, descriptions: [], folders: [FRAMES] };
}

async function readPiece(
  file: SourceFile,
  maxBytes: number,
  itemsOf: (value: Json) => SourceItem[],
): Promise<SourcePiece> {
  try {
    const { bytes, stamp } = await readSourceFile(file, maxBytes);
    return { file, stamp, items: itemsOf(parse(bytes)) };
  } catch (error) {
    return { file, stamp: undefined, items: [unreadable(error)] };
  }
}

function parse(bytes: Uint8Array): Json {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Json;
  } catch {
    throw new TypeError("the file is not JSON");
  }
}

/** A list, an object of objects by id, or either of them under `memories` or `frames`. */
function listOf(value: Json): readonly Json[] | undefined {
  if (Array.isArray(value)) return value as readonly Json[];
  if (typeof value !== "object" || value === null) return undefined;
  const fields = value as JsonObject;
  const inner = fields["memories"] ?? fields["frames"];
  if (inner !== undefined) return typeof inner === "object" ? Object.values(inner ?? {}) : undefined;
  const values = Object.values(fields);
  return values.some(isMemoryObject) ? values : undefined;
}

function isMemoryObject(value: Json): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return NAMES.content.some((name) => name in value);
}

/** @throws TypeError naming what is wrong. */
function fromMemoryObject(value: Json): ImportedMemory {
  const fields = assertFields(value);
  const used = new Set<string>();
  const find = (names: readonly string[]): Json | undefined => {
    const name = names.find((known) => fields[known] !== undefined && fields[known] !== null);
    if (name === undefined) return undefined;
    used.add(name);
    return fields[name];
  };
  const [id, content, metadata] = [find(NAMES.id), find(NAMES.content), find(NAMES.metadata)];
  if (content === undefined) throw new TypeError("a memory has no content");
  const type = find(NAMES.type);
  const known = MEMORY_TYPES.find((name) => name === type && name !== "working" && name !== "ghost");
  const input = {
    content,
    timestamp: toTime(find(NAMES.timestamp)),
    session: toText(find(NAMES.session)),
    speaker: toText(find(NAMES.speaker)),
    tags: find(NAMES.tags),
    importance: find(NAMES.importance),
    embedding: find(NAMES.embedding),
    type: known,
    id: isFrameId(id) ? id : undefined,
  };
  const rest = Object.entries(fields).filter(([name]) => !used.has(name));
  const own = {
    ...Object.fromEntries(rest),
    ...(id === undefined || isFrameId(id) ? {} : { sourceId: id }),
    ...(type === undefined || known !== undefined ? {} : { memory_type: type }),
    ...(metadata === undefined ? {} : assertFields(metadata)),
  };
  // `toRecord` checks every field: here only their places are settled.
  const defined = Object.entries(input).filter(([, field]) => field !== undefined);
  return { input: { ...Object.fromEntries(defined), metadata: own } as unknown as MemoryInput };
}

/** Python's isoformat has no zone unless it was given one: then it is read as UTC, so that every machine reads the same. */
function toTime(value: Json | undefined): Json | undefined {
  if (typeof value === "number") return Math.abs(value) < LEAST_MS ? Math.round(value * 1000) : value;
  if (typeof value !== "string") return value;
  return /[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value) ? `${value}Z` : value;
}

function toText(value: Json | undefined): Json | undefined {
  return typeof value === "number" ? String(value) : value;
}
