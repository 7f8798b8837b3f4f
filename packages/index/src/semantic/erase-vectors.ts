/** Erasing vectors of a store that is open without the embedder that made them: what is forgotten goes from every file. */
import { nodeDisk, type Disk } from "@vidmem/frames";
import { FORMAT_VERSION } from "../vectors/stored/format.ts";
import { vectorFolder } from "../vectors/stored/folder.ts";
import { openStoredVectorIndex } from "../vectors/stored-vector-index.ts";

/** Resolves when nothing of these vectors is left. A folder that cannot be read is emptied: it is derived. @throws INDEX_IO */
export async function eraseVectors(
  refs: readonly number[],
  { dir, disk = nodeDisk() }: { readonly dir: string; readonly disk?: Disk | undefined },
): Promise<void> {
  if ((await disk.stat(dir)) === undefined) return;
  const folder = vectorFolder(disk, dir);
  const manifest = await folder.readManifest();
  if (manifest?.version !== FORMAT_VERSION) return folder.removeOthers({ segments: [] });
  const vectors = await openStoredVectorIndex({ dir, disk, model: manifest.model });
  try {
    for (const ref of refs) await vectors.delete(ref);
    await vectors.purge();
  } finally {
    await vectors.close();
  }
}
