/**
 * Standing segments: which files make up the index, the manifest that names them, and how far into the log they reach. A task writes a file;
 * here it comes to count, and what it replaces goes.
 *
 * Invariants: a manifest names durable files only; once the files are distrusted none is written; a file is closed when no search can hold it.
 */
import { posix } from "node:path";
import type { Disk } from "@vidmem/frames";
import type { EndWatch, IndexContents } from "../index-contents.ts";
import type { Segment } from "../segment/segment-file.ts";
import {
  ANALYSIS_VERSION,
  MANIFEST_NAME,
  MANIFEST_VERSION,
  removeIfThere,
  segmentName,
  segmentNumber,
  writeManifest,
} from "./manifest.ts";
import type { SegmentFile } from "./segment-store.ts";

/** What was found at opening, and where. */
export interface StandingOptions {
  readonly dir: string;
  readonly disk: Disk;
  readonly readOnly: boolean;
  readonly contents: IndexContents;
  /** Oldest first. */
  readonly files: readonly SegmentFile[];
  readonly reach: number;
}

/** A segment that was written, what ended meanwhile, and what the index holds and reaches with it. */
interface Publication {
  readonly written: Segment;
  readonly watch: EndWatch;
  /** Pending documents up to here are forgotten. */
  readonly upTo: number;
  readonly reached: number;
}

export interface StandingSegments {
  /** Oldest first. */
  readonly files: readonly SegmentFile[];
  readonly reach: number;
  /** The last place in history that was seen. */
  readonly seen: number;
  readonly see: (seq: number) => void;
  /** The name of a file that was never there since opening. */
  newName(): string;
  /** Makes `next` the files that count. */
  publish(next: readonly SegmentFile[], publication: Publication): Promise<void>;
  /** Removes files that count no more. */
  remove(old: readonly SegmentFile[]): Promise<void>;
  /** A search holds files from here until it calls what this gives back. */
  readonly hold: () => () => void;
  readonly isDistrusted: boolean;
  /** Takes the manifest away, so that the next opening makes the index again; unless `readOnly`. */
  readonly distrust: () => void;
  /** Writes down what has come since the last manifest, when nothing is pending. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export function createStandingSegments(options: StandingOptions): StandingSegments {
  const { dir, disk, readOnly, contents } = options;
  let files = options.files;
  let reach = options.reach;
  let seen = reach;
  let writtenEnds = contents.ended;
  let nextNumber = 1 + Math.max(0, ...files.map(({ name }) => segmentNumber(name) ?? 0));
  let holders = 0;
  let retired: SegmentFile[] = [];
  let writing: Promise<void> | undefined;
  /** Resolves when the manifest is gone, once damage was met. */
  let distrusted: Promise<void> | undefined;

  async function write(next: readonly SegmentFile[], reached: number): Promise<void> {
    if (distrusted !== undefined) return;
    const segments = next.map((file) => file.describe(contents.endedBehind(reached)));
    writtenEnds = contents.ended;
    const manifest = { version: MANIFEST_VERSION, analysis: ANALYSIS_VERSION, reach: reached, segments };
    writing = writeManifest(disk, dir, manifest);
    await writing;
  }

  async function dropManifest(): Promise<void> {
    // One that is being written at this moment would come back.
    await writing?.catch(() => undefined);
    await removeIfThere(disk, posix.join(dir, MANIFEST_NAME)).catch(() => undefined);
  }

  async function closeRetired(): Promise<void> {
    if (holders > 0) return;
    const closing = retired;
    retired = [];
    for (const file of closing) await file.close();
  }

  return {
    get files() {
      return files;
    },
    get reach() {
      return reach;
    },
    get seen() {
      return seen;
    },
    see(seq) {
      seen = Math.max(seen, seq);
    },
    newName: () => segmentName(nextNumber++),
    async publish(next, { upTo, reached, written, watch }) {
      watch.applyTo(written);
      await write(next, reached);
      watch.applyTo(written); // what ended while the manifest was written
      watch.stop();
      files = next;
      reach = reached;
      contents.replaceSegments(
        next.map(({ segment }) => segment),
        { upTo, reach },
      );
    },
    async remove(old) {
      for (const file of old) await disk.remove(posix.join(dir, file.name));
      retired.push(...old);
      await closeRetired();
    },
    hold() {
      holders++;
      return () => {
        if (--holders === 0) void closeRetired();
      };
    },
    get isDistrusted() {
      return distrusted !== undefined;
    },
    distrust() {
      if (!readOnly) distrusted ??= dropManifest();
    },
    async settle() {
      const isNew = seen > reach || contents.ended > writtenEnds;
      if (contents.pending.count === 0 && isNew) await write(files, Math.max(seen, reach));
      await distrusted;
    },
    async close() {
      for (const file of [...files, ...retired]) await file.close();
    },
  };
}
