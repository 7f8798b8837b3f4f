/**
 * Making sealed files: under a temporary name first, so that a file with a name of its own is whole. Order: docs/format/store.md.
 * Invariant: when the new file is given back, its contents and its name are durable.
 */
import { dirname, join } from "node:path";
import type { Disk } from "../disk/disk.ts";
import type { ChunkCache } from "./chunk-cache.ts";
import { fillFile, type FileSink } from "./file-sink.ts";
import { TEMPORARY, type SealedName } from "./names.ts";
import { openSealedSegment, type SealedFile } from "./sealed-segment.ts";

/** Where sealed files are made. */
export interface SealedPlace {
  readonly disk: Disk;
  readonly dir: string;
  readonly chunks: ChunkCache;
}

/** Makes a file of what `fill` writes. */
export function makeSealed(
  place: SealedPlace,
  name: SealedName,
  fill: (write: FileSink["write"]) => Promise<unknown>,
): Promise<SealedFile> {
  return placeSealed(place, name, (target) => fillFile(place.disk, join(place.dir, target), fill));
}

/** Makes a file with `make`, which is told a path below the store's folder, and makes the contents durable. */
export async function placeSealed(
  place: SealedPlace,
  name: SealedName,
  make: (target: string) => Promise<unknown>,
): Promise<SealedFile> {
  const { disk, dir } = place;
  const path = join(dir, name.file);
  const target = name.file + TEMPORARY;
  await make(target);
  await disk.rename(join(dir, target), path);
  await disk.syncDir(dirname(path));
  return openSealedSegment(place, name);
}
