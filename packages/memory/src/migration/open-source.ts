/** Which foreign store a folder is, and its pieces. */
import { MemoryError } from "../errors.ts";
import { isMemoryJsonFolder, openMemoryJson } from "./memory-json.ts";
import type { MigrationSource } from "./source.ts";
import { isVaultV2, openVaultV2 } from "./vault-v2.ts";

/** Formats that are folders. */
export type FolderFormat = "vault-v2" | "memory-json";

const OPENERS: Readonly<Record<FolderFormat, (root: string) => Promise<MigrationSource>>> = {
  "vault-v2": openVaultV2,
  "memory-json": openMemoryJson,
};

/** "auto" looks what is in it. @throws MemoryError MEMORY_IMPORT_FORMAT when it is none that we know, MEMORY_IO. */
export async function openSource(root: string, format: FolderFormat | "auto" = "auto"): Promise<MigrationSource> {
  const found = format === "auto" ? await formatOf(root) : format;
  if (found === undefined || !(await holds(root, found))) {
    const message = `${root} is no folder of a memory store that can be imported. Name the folder that holds memories/, frames/ or memories.json.`;
    throw new MemoryError("MEMORY_IMPORT_FORMAT", message, { details: { path: root } });
  }
  return OPENERS[found](root);
}

function holds(root: string, format: FolderFormat): Promise<boolean> {
  return format === "vault-v2" ? isVaultV2(root) : isMemoryJsonFolder(root);
}

async function formatOf(root: string): Promise<FolderFormat | undefined> {
  if (await isVaultV2(root)) return "vault-v2";
  return (await isMemoryJsonFolder(root)) ? "memory-json" : undefined;
}
