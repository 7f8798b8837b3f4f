/** Files of tests on a disk: read, changed, copied. */
import type { Disk } from "@vidmem/frames";

export async function bytesOf(disk: Disk, path: string): Promise<Uint8Array> {
  const file = await disk.open(path, "read");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  await file.close();
  return bytes;
}

/** Makes a file, or replaces all that is in it. */
export async function put(disk: Disk, path: string, bytes: Uint8Array): Promise<void> {
  if ((await disk.stat(path)) !== undefined) await disk.remove(path);
  const file = await disk.open(path, "create");
  await file.write(bytes, 0);
  await file.close();
}

/** The same bytes with one bit turned. */
export function withBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[bit >>> 3]! ^= 1 << (bit & 7);
  return flipped;
}

/** Names of the files in a folder. */
export async function filesIn(disk: Disk, dir: string): Promise<string[]> {
  return (await disk.readdir(dir)).filter(({ type }) => type === "file").map(({ name }) => name);
}
