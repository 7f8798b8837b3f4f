/**
 * The folder of a V2 vault. Page: docs/format/vault-v2.md. A memory lies in a file of its own or in a packfile, its vector in
 * `embeddings/`, and some of its tags only in the tag index.
 */
import { MAX_ENTRY_BYTES } from "@vidmem/frames";
import type { Json } from "../memory.ts";
import { decodeMapEntries, decodeMessagePack } from "./message-pack.ts";
import { decodeNpy, MAX_NPY_BYTES } from "./npy.ts";
import { listFiles, readSourceFile, type SourceBytes, type SourceFile } from "./source-folder.ts";
import {
  toItem,
  unreadable,
  type MigrationSource,
  type SourceItem,
  type SourcePiece,
  type VectorFile,
} from "./source.ts";
import { fromVaultEntry } from "./vault-entry.ts";
import { readZipEntry } from "./zip.ts";

const MEMORY_FILE = /^(.+)\.msgpack$/;
const PACK_FILE = /^pack_.*(?<!_index)\.msgpack$/;
const PACK_INDEX_FILE = /^pack_.*_index\.msgpack$/;
const INDEX_FILES: readonly string[] = ["main_index.msgpack", "type_index.msgpack", "tag_index.msgpack"];
/** The vault writes `<id>.npy` through numpy, which adds its own ending. */
const VECTOR_ENDINGS: readonly string[] = [".npy.npz", ".npz"];
/** A packfile or an index is read whole. */
const MAX_PACK_BYTES = 512 * 1024 * 1024;
/** numpy's compression of noise gains nothing; its archive adds less than this. */
const MAX_VECTOR_FILE_BYTES = MAX_NPY_BYTES + 65_536;

interface Vault {
  readonly memories: ReadonlyMap<string, SourceFile>;
  readonly packs: ReadonlyMap<string, SourceFile>;
  readonly vectors: ReadonlyMap<string, SourceFile>;
  /** Where each memory is, by the vault's own index; undefined when it has none that can be read. */
  readonly places: ReadonlyMap<string, string> | undefined;
  readonly tags: ReadonlyMap<string, readonly string[]>;
}

/** Whether a folder looks like one. */
export async function isVaultV2(root: string): Promise<boolean> {
  if ((await listFiles(root, "index")).has("main_index.msgpack")) return true;
  const files = [...(await listFiles(root, "memories")).keys(), ...(await listFiles(root, "packfiles")).keys()];
  return files.some((name) => MEMORY_FILE.test(name));
}

/** @throws MemoryError MEMORY_IO */
export async function openVaultV2(root: string): Promise<MigrationSource> {
  const [memories, packs, vectors, index] = (await Promise.all(
    ["memories", "packfiles", "embeddings", "index"].map((folder) => listFiles(root, folder)),
  )) as [
    ReadonlyMap<string, SourceFile>,
    ReadonlyMap<string, SourceFile>,
    ReadonlyMap<string, SourceFile>,
    ReadonlyMap<string, SourceFile>,
  ];
  const vault: Vault = {
    memories,
    packs,
    vectors,
    places: await readPlaces(index.get("main_index.msgpack")),
    tags: await readTags(index.get("tag_index.msgpack")),
  };
  const known = INDEX_FILES.flatMap((name) => index.get(name) ?? []);
  const packIndexes = [...packs].filter(([name]) => PACK_INDEX_FILE.test(name)).map(([, file]) => file);
  return {
    expected: vault.places?.size,
    pieces: () => piecesOf(vault),
    descriptions: [...known, ...packIndexes],
    folders: ["memories", "packfiles", "embeddings", "index"],
  };
}

async function* piecesOf(vault: Vault): AsyncGenerator<SourcePiece> {
  for (const [name, file] of vault.memories) {
    const id = MEMORY_FILE.exec(name)?.[1];
    if (id !== undefined)
      yield readPiece(file, MAX_ENTRY_BYTES, ({ bytes }) => memoryIn(vault, id, () => decodeMessagePack(bytes)));
  }
  for (const [name, file] of vault.packs) {
    if (PACK_FILE.test(name)) yield readPiece(file, MAX_PACK_BYTES, ({ bytes }) => memoriesIn(vault, name, bytes));
  }
}

async function readPiece(
  file: SourceFile,
  maxBytes: number,
  itemsOf: (source: SourceBytes) => AsyncIterable<SourceItem>,
): Promise<SourcePiece> {
  try {
    const source = await readSourceFile(file, maxBytes);
    return { file, stamp: source.stamp, items: itemsOf(source) };
  } catch (error) {
    return { file, stamp: undefined, items: [unreadable(error)] };
  }
}

async function* memoryIn(vault: Vault, id: string, decode: () => Json): AsyncGenerator<SourceItem> {
  yield itemOf(vault, id, decode);
}

/** The memories of a packfile that are still there: a newer file of their own takes their place, and deleted ones stay behind. */
async function* memoriesIn(vault: Vault, packName: string, bytes: Uint8Array): AsyncGenerator<SourceItem> {
  try {
    for (const [id, value] of decodeMapEntries(bytes)) {
      if (vault.memories.has(`${id}.msgpack`)) continue;
      const place = vault.places?.get(id);
      const isElsewhere =
        place !== undefined && place.startsWith("packfiles/") && !place.startsWith(`packfiles/${packName}#`);
      if (isElsewhere) continue;
      if (vault.places !== undefined && place === undefined) yield { kind: "deleted" };
      else yield await itemOf(vault, id, () => value);
    }
  } catch (error) {
    yield unreadable(error); // what came before the damage is kept
  }
}

async function itemOf(vault: Vault, id: string, decode: () => Json): Promise<SourceItem> {
  try {
    const vector = await readVector(vault, id);
    const extras = { tags: vault.tags.get(id), embedding: vector?.embedding };
    return toItem(() => ({ memory: fromVaultEntry(decode(), extras), vector }));
  } catch (error) {
    return unreadable(error);
  }
}

interface Vector extends VectorFile {
  readonly embedding: Float32Array;
}

async function readVector({ vectors }: Vault, id: string): Promise<Vector | undefined> {
  const file = VECTOR_ENDINGS.map((ending) => vectors.get(id + ending)).find((found) => found !== undefined);
  if (file === undefined) return undefined;
  const { bytes, stamp } = await readSourceFile(file, MAX_VECTOR_FILE_BYTES);
  const array = readZipEntry(bytes, (name) => name.endsWith(".npy"), MAX_NPY_BYTES);
  if (array === undefined) throw new TypeError("the archive of the vector is empty");
  return { file, stamp, embedding: decodeNpy(array) };
}

/** An index that cannot be read says nothing: then every memory that is found counts. */
async function readPlaces(file: SourceFile | undefined): Promise<ReadonlyMap<string, string> | undefined> {
  const entries = await readIndex(file);
  return entries && new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

async function readTags(file: SourceFile | undefined): Promise<ReadonlyMap<string, readonly string[]>> {
  const byId = new Map<string, string[]>();
  for (const [tag, ids] of (await readIndex(file)) ?? []) {
    for (const id of Array.isArray(ids) ? (ids as readonly Json[]) : []) {
      if (typeof id !== "string" || tag === "") continue;
      const tags = byId.get(id);
      if (tags === undefined) byId.set(id, [tag]);
      else tags.push(tag);
    }
  }
  return byId;
}

async function readIndex(file: SourceFile | undefined): Promise<(readonly [string, Json])[] | undefined> {
  if (file === undefined) return undefined;
  try {
    const { bytes } = await readSourceFile(file, MAX_PACK_BYTES);
    return [...decodeMapEntries(bytes)];
  } catch (error) {
    unreadable(error); // throws on what is not the file's fault
    return undefined;
  }
}
