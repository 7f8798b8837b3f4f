/** Segment files: opened to be read for as long as the index needs them, with what has ended in them since they were written. */
import { posix } from "node:path";
import type { Disk, DiskFile } from "@vidmem/frames";
import type { EndedVersion } from "../index-contents.ts";
import { findDocument } from "../pending/end-in-section.ts";
import { damaged } from "../segment/byte-reader.ts";
import { fileSource } from "../segment/byte-source.ts";
import type { ListCache } from "../segment/list-cache.ts";
import { openSegment, type Segment } from "../segment/segment-file.ts";
import type { Section } from "../segment/section.ts";
import type { ManifestSegment, SectionEnds } from "./manifest.ts";

export interface SegmentFile {
  readonly name: string;
  readonly documents: number;
  readonly lastRef: number;
  /** Its sections know what has ended in them. */
  readonly segment: Segment;
  /** Documents that have ended since it was written. */
  readonly endedSinceWritten: number;
  /** What a manifest says of it that does not know of some ends yet. */
  describe(unknown: readonly EndedVersion[]): ManifestSegment;
  close(): Promise<void>;
}

/** @param cache keeps its lists. @throws INDEX_DAMAGED when the file is not what the manifest says. */
export async function openSegmentFile(
  { disk, dir, cache }: { readonly disk: Disk; readonly dir: string; readonly cache?: ListCache | undefined },
  entry: ManifestSegment,
): Promise<SegmentFile> {
  const { name, documents, lastRef } = entry;
  const file = await openFile(disk, posix.join(dir, name));
  try {
    if ((await file.size()) !== entry.sizeBytes) throw damaged(`${name} has another size than it should`);
    const segment = withEnds(openSegment(fileSource(file, 0, entry.sizeBytes), cache), entry.ends);
    return {
      name,
      documents,
      lastRef,
      segment,
      describe: (unknown) => ({ ...entry, ends: withoutUnknown(segment, unknown) }),
      get endedSinceWritten() {
        return Object.values(segment.ends()).reduce((sum, ends) => sum + ends.length, 0);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The ends of a segment but those that are not to be known yet. */
function withoutUnknown(segment: SegmentWithEnds, unknown: readonly EndedVersion[]): SectionEnds {
  const ends = new Map(Object.entries(segment.ends()));
  for (const { ref, namespace, at } of unknown) {
    const known = ends.get(namespace);
    const document = known === undefined ? undefined : findDocument(segment.section(namespace)!, ref);
    if (known === undefined || document === undefined) continue;
    const others = known.filter((end) => end[0] !== document || end[1] !== at);
    if (others.length > 0) ends.set(namespace, others);
    else ends.delete(namespace);
  }
  return Object.fromEntries(ends);
}

type SegmentWithEnds = Segment & { ends(): SectionEnds };

async function openFile(disk: Disk, path: string): Promise<DiskFile> {
  try {
    return await disk.open(path, "read");
  } catch (cause) {
    throw damaged(`${posix.basename(path)} cannot be opened (${(cause as Error).message})`);
  }
}

/** Gives each section, when it is first opened, what has ended in it; and gathers what more has. */
function withEnds(segment: Segment, known: SectionEnds): SegmentWithEnds {
  const opened = new Map<string, { readonly section: Section; readonly written: ReadonlySet<number> }>();
  return {
    ...segment,
    section(namespace) {
      const before = opened.get(namespace);
      if (before !== undefined) return before.section;
      const section = segment.section(namespace);
      if (section === undefined) return undefined;
      opened.set(namespace, { section, written: new Set(section.endedAt.keys()) });
      for (const [document, at] of Object.hasOwn(known, namespace) ? known[namespace]! : []) {
        if (!section.endedAt.has(document)) section.endedAt.set(document, at);
      }
      return section;
    },
    ends() {
      const ends = new Map(Object.entries(known));
      for (const [namespace, { section, written }] of opened) {
        const more = [...section.endedAt].filter(([document]) => !written.has(document));
        if (more.length > 0) ends.set(namespace, more);
      }
      return Object.fromEntries(ends);
    },
  };
}
