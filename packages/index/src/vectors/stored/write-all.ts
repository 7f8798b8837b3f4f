/** Writing that is complete or fails. */
import type { DiskFile } from "@vidmem/frames";

/** @throws an error with code ENOSPC when the disk takes only a part. */
export async function writeAll(file: DiskFile, bytes: Uint8Array, position: number): Promise<void> {
  const written = await file.write(bytes, position);
  if (written < bytes.length)
    throw Object.assign(new Error(`ENOSPC: ${written} of ${bytes.length} bytes written`), { code: "ENOSPC" });
}
