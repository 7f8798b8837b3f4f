/**
 * The folder of the vectors: names, and the three ways in which it changes. Names and order of writing:
 * docs/format/vectors.md, "Files" and "Writer duties".
 */
import { join } from "node:path";
import type { Disk } from "@vidmem/frames";
import { decodeManifest, encodeManifest, type Manifest } from "./manifest.ts";
import { writeAll } from "./write-all.ts";

const MANIFEST = "manifest.json";
const NEW_MANIFEST = "manifest.json.new";
const SEGMENT_NAME = /^(\d{6,})\.vectors$/;
const DEAD_NAME = /^(\d{6,})-(\d{6,})\.dead$/;

/** What lies in the folder. */
interface FolderListing {
  /** Numbers of the segments, ascending. */
  readonly segments: readonly number[];
  /** The highest number of a file of dead rows, by segment. */
  readonly deadFiles: ReadonlyMap<number, number>;
}

/** A folder of vectors on a disk. */
export interface VectorFolder {
  readonly manifestPath: string;
  segmentPath(number: number): string;
  deadPath(segment: number, number: number): string;
  /** Makes the folder and those above it. */
  create(): Promise<void>;
  list(): Promise<FolderListing>;
  /** Undefined when there is none, or when it is damaged. */
  readManifest(): Promise<Manifest | undefined>;
  /** Replaces the manifest; durable when it resolves. */
  writeManifest(manifest: Omit<Manifest, "version">): Promise<void>;
  /** Writes a new small file; durable when it resolves, but for its name. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Removes files of ours that the manifest does not name. */
  removeOthers(manifest: Pick<Manifest, "segments">): Promise<void>;
  /** Makes the names of files durable. */
  sync(): Promise<void>;
}

export function vectorFolder(disk: Disk, dir: string): VectorFolder {
  const segmentName = (number: number): string => `${pad(number)}.vectors`;
  const deadName = (segment: number, number: number): string => `${pad(segment)}-${pad(number)}.dead`;

  async function writeFile(path: string, bytes: Uint8Array): Promise<void> {
    const file = await disk.open(path, "create");
    try {
      await writeAll(file, bytes, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  return {
    manifestPath: join(dir, MANIFEST),
    segmentPath: (number) => join(dir, segmentName(number)),
    deadPath: (segment, number) => join(dir, deadName(segment, number)),
    writeFile,
    sync: () => disk.syncDir(dir),
    async create() {
      const missing: string[] = [];
      for (let path = dir; (await disk.stat(path)) === undefined; path = join(path, "..")) missing.push(path);
      for (const path of missing.reverse()) {
        await disk.mkdir(path);
        await disk.syncDir(join(path, ".."));
      }
    },
    async list() {
      const names = (await disk.stat(dir)) === undefined ? [] : (await disk.readdir(dir)).map(({ name }) => name);
      const deadFiles = new Map<number, number>();
      for (const match of names.map((name) => DEAD_NAME.exec(name)).filter((match) => match !== null)) {
        const [segment, number] = [Number(match[1]), Number(match[2])];
        deadFiles.set(segment, Math.max(number, deadFiles.get(segment) ?? 0));
      }
      const segments = names.flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? []).map(Number);
      return { segments: segments.toSorted((a, b) => a - b), deadFiles };
    },
    async readManifest() {
      const path = join(dir, MANIFEST);
      if ((await disk.stat(path)) === undefined) return undefined;
      const file = await disk.open(path, "read");
      try {
        const bytes = new Uint8Array(await file.size());
        return decodeManifest(bytes.subarray(0, await file.read(bytes, 0)));
      } finally {
        await file.close();
      }
    },
    async writeManifest(manifest) {
      const path = join(dir, NEW_MANIFEST);
      if ((await disk.stat(path)) !== undefined) await disk.remove(path);
      await writeFile(path, encodeManifest(manifest));
      await disk.rename(path, join(dir, MANIFEST));
      await disk.syncDir(dir);
    },
    async removeOthers({ segments }) {
      const kept = new Set([MANIFEST]);
      for (const { number, deadFile } of segments) {
        kept.add(segmentName(number));
        if (deadFile > 0) kept.add(deadName(number, deadFile));
      }
      for (const { name } of await disk.readdir(dir)) {
        const isOurs = SEGMENT_NAME.test(name) || DEAD_NAME.test(name) || name === NEW_MANIFEST;
        if (isOurs && !kept.has(name)) await disk.remove(join(dir, name));
      }
    },
  };
}

function pad(number: number): string {
  return String(number).padStart(6, "0");
}
