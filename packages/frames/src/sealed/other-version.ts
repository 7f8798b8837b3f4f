/** Other version: tells a sealed segment that a newer version wrote from a damaged one of ours. Format: docs/format/sealed.md. */
import type { DiskFile } from "../disk/disk.ts";
import { MAGIC_BYTES, SEALED_MAGIC } from "./format.ts";

/** Whether both ends of a file name the format, in another version than this one. */
export function hasOtherVersion(file: DiskFile, sizeBytes: number): boolean {
  const [start, end] = [0, Math.max(0, sizeBytes - MAGIC_BYTES)].map((offset) => {
    const bytes = Buffer.alloc(MAGIC_BYTES);
    file.readSync(bytes, offset);
    return bytes;
  });
  if (start === undefined || end === undefined || !start.equals(end)) return false;
  const version = MAGIC_BYTES - 1;
  return (
    start[version] !== SEALED_MAGIC[version] && start.subarray(0, version).equals(SEALED_MAGIC.subarray(0, version))
  );
}
