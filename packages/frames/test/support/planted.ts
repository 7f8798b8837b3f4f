/** Stores whose files are made by hand. */
import { memoryDisk } from "../../src/index.ts";
import type { Disk } from "../../src/index.ts";
import type { RawFrame } from "../../src/raw-frame.ts";
import { MONTH, plantSegment } from "./stores.ts";
import { buildSegment, plainFrame } from "./row-segments.ts";

export const DIR = "/s";
/** Of buildSegment's nonce. */
const NONCE_HEX = "0102030405060708";

/** Path of a row segment whose bytes come from `buildSegment`. */
export function rowsFile(number: number): string {
  return `${MONTH}/rows-${String(number).padStart(8, "0")}-${NONCE_HEX}.frames`;
}

/** The bytes of a row segment: each text is a group of its own, from a seq on. */
export function rowsOf(number: number, firstSeq: number, texts: readonly string[]): Buffer {
  return buildSegment(groupsOf(firstSeq, texts), { header: { number, firstSeq, createdAt: 0 } }).bytes;
}

/** Groups of one frame each. */
export function groupsOf(firstSeq: number, texts: readonly string[]): RawFrame[][] {
  return texts.map((text, n) => [plainFrame(firstSeq + n, text)]);
}

export async function diskWith(files: Readonly<Record<string, Uint8Array>>): Promise<Disk> {
  const disk = memoryDisk();
  for (const [file, bytes] of Object.entries(files)) await plantSegment(disk, DIR, { file, bytes });
  return disk;
}

/** Flips bits of one byte of a file. */
export async function damage(disk: Disk, path: string, at: number, mask: number = 0x40): Promise<void> {
  const file = await disk.open(path, "write");
  const byte = new Uint8Array(1);
  await file.read(byte, at);
  await file.write(Uint8Array.of((byte[0] ?? 0) ^ mask), at);
  await file.close();
}

/** All files of a store, by path below its folder. */
export async function filesOf(disk: Disk, dir: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const walk = async (folder: string): Promise<void> => {
    const path = folder === "" ? dir : `${dir}/${folder}`;
    if ((await disk.stat(path)) === undefined) return;
    for (const { name, type } of await disk.readdir(path)) {
      const below = folder === "" ? name : `${folder}/${name}`;
      if (type === "directory") await walk(below);
      else files.set(below, await readAll(disk, `${dir}/${below}`));
    }
  };
  await walk("");
  return files;
}

async function readAll(disk: Disk, path: string): Promise<Uint8Array> {
  const file = await disk.open(path, "read");
  const bytes = new Uint8Array(await file.size());
  await file.read(bytes, 0);
  await file.close();
  return bytes;
}
