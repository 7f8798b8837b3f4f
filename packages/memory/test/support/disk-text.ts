/** Everything that a store has on a disk, as text: for tests that look for what must not be there. */
import { join } from "node:path";
import { constants, inflateRawSync } from "node:zlib";
import type { Disk } from "@vidmem/frames";

/** All files below `dir`, each as it is and, wherever a deflated part begins in it, inflated. */
export async function diskText(disk: Disk, dir: string): Promise<string> {
  const texts: string[] = [];
  for (const { name, type } of await disk.readdir(dir)) {
    const path = join(dir, name);
    if (type === "directory") texts.push(await diskText(disk, path));
    else texts.push(...readings(await readFile(disk, path)));
  }
  return texts.join("\n");
}

async function readFile(disk: Disk, path: string): Promise<Buffer> {
  const file = await disk.open(path, "read");
  try {
    const bytes = Buffer.alloc((await disk.stat(path))?.sizeBytes ?? 0);
    await file.read(bytes, 0);
    return bytes;
  } finally {
    await file.close();
  }
}

function readings(bytes: Buffer): string[] {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--; // files are long before they are full
  const isEmptyAt = (at: number): boolean => bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 0;
  const texts = [bytes.toString("utf8", 0, end)];
  for (let at = 0; at < end; at++) {
    if (isEmptyAt(at)) continue; // as a deflated part this would be empty
    try {
      texts.push(inflateRawSync(bytes.subarray(at, end), { finishFlush: constants.Z_SYNC_FLUSH }).toString("utf8"));
    } catch {
      // no deflated part begins here
    }
  }
  return texts;
}
