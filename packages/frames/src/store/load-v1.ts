/** Load version 1: reads a file of bare version-1 entries into a table. Their seqs are counted from the first. Changes nothing. */
import { join } from "node:path";
import { walkSegment } from "../entry/walker.ts";
import { ioError } from "../errors.ts";
import { holdFile } from "./held-file.ts";
import type { BadBytes, LoadOptions } from "./load-rows.ts";
import type { Placed } from "./names.ts";
import { createV1Segment, type V1Segment } from "./v1-segment.ts";

/** What a version-1 file holds. */
export interface LoadedV1 {
  readonly place: Placed;
  /** `undefined` when there is not one entry in it. */
  readonly segment: V1Segment | undefined;
  readonly bad: readonly BadBytes[];
  /** Whether bytes that look like ours are in it; otherwise the file is foreign. */
  readonly isOurs: boolean;
  readonly sizeBytes: number;
}

export const LARGEST_V1_BYTES = 0xffff_ffff; // offsets are kept in 32 bits; stores of version 1 never wrote more than 1 GiB

/** @throws FRAMES_IO */
export async function loadV1(place: Placed, firstSeq: number, { disk, dir, seed }: LoadOptions): Promise<LoadedV1> {
  const path = join(dir, place.file);
  const segment = createV1Segment(place, firstSeq, seed);
  const bad: BadBytes[] = [];
  let seq = firstSeq;
  let sizeBytes = 0;
  try {
    const file = await disk.open(path, "read");
    try {
      sizeBytes = await file.size();
      if (sizeBytes > LARGEST_V1_BYTES) return { place, segment: undefined, bad, isOurs: false, sizeBytes };
      for await (const items of walkSegment(file, sizeBytes)) {
        for (const item of items) {
          if (item.type === "gap") bad.push({ offset: item.offset, sizeBytes: item.sizeBytes, reason: item.reason });
          else
            segment.add({
              seq: seq++,
              id: [item.idHigh, item.idLow],
              offset: item.offset,
              sizeBytes: item.sizeBytes,
            });
        }
      }
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw ioError("read", path, cause);
  }
  const hasFrames = seq > firstSeq;
  if (hasFrames) segment.attach(await holdFile(disk, dir, place.file));
  segment.isDamaged = bad.length > 0;
  const isOurs = hasFrames || bad.some(({ reason }) => reason !== "bad-magic");
  return { place, segment: hasFrames ? segment : undefined, bad, isOurs, sizeBytes };
}
