/**
 * Recovery: what the bytes of a snapshot mean: history, torn ends, damage, and what is not ours. Changes nothing; all a read-only log does.
 * Rule: bytes are torn when they end the newest rows of the history; anywhere else they are damage.
 */
import type { Findings } from "./findings.ts";
import type { TornTail } from "./frame-log.ts";
import type { BadBytes, LoadedRows } from "./load-rows.ts";
import { LARGEST_V1_BYTES, type LoadedV1 } from "./load-v1.ts";
import type { Segment } from "./segment.ts";
import type { Snapshot } from "./snapshot.ts";

/** Reports what a snapshot found. @returns the segments of the history. */
export function report(snapshot: Snapshot, findings: Findings): readonly Segment[] {
  const { listing, lateV1, outOfPlace, unsound, v1, rows } = snapshot;
  for (const file of listing.foreign) findings.foreign(file);
  for (const { file } of [...lateV1, ...outOfPlace]) findings.foreign({ file, reason: "out-of-place" });
  for (const { file } of unsound) findings.damaged({ file, offset: 0, sizeBytes: 0, reason: "wrong-range" });
  const isV1Newest = listing.rows.length === 0 && listing.sealed.length === 0;
  for (const loaded of v1) reportV1(loaded, findings, isV1Newest && loaded === v1.at(-1));
  const newest = newestRows(snapshot);
  for (const loaded of rows) reportRows(loaded, findings, loaded === newest);
  return segmentsOf(snapshot);
}

/** All segments, in order of seq. */
export function segmentsOf({ sealed, v1, rows }: Snapshot): readonly Segment[] {
  const loaded = [...v1, ...rows].flatMap(({ segment }): Segment[] => (segment === undefined ? [] : [segment]));
  return [...sealed, ...loaded].toSorted((a, b) => a.firstSeq - b.firstSeq);
}

/** The row file that was written last, if it is the end of the history and not sealed yet. */
export function newestRows(snapshot: Snapshot): LoadedRows | undefined {
  const used = [...snapshot.rows, ...snapshot.sealedRows].filter(({ isUnused }) => !isUnused);
  const newest = used.reduce<LoadedRows | undefined>(
    (latest, loaded) => (latest === undefined || loaded.name.number > latest.name.number ? loaded : latest),
    undefined,
  );
  if (newest === undefined || newest.isForeign || snapshot.sealedRows.includes(newest)) return undefined;
  const { segment } = newest;
  return segment === undefined || segmentsOf(snapshot).at(-1) === segment ? newest : undefined;
}

/**
 * The torn end of the newest rows. Without one whole row all of the file is torn, its header too: what was acknowledged
 * there would have begun with a row.
 */
export function rowsTail({ name, segment, torn, damage }: LoadedRows): Omit<TornTail, "keptAs"> | undefined {
  const { file } = name;
  if (segment !== undefined) return torn === undefined ? undefined : { file, ...rangeOf(torn) };
  const bad = torn === undefined ? damage : [...damage, torn];
  const sizeBytes = bad.reduce((end, place) => Math.max(end, place.offset + place.sizeBytes), 0);
  return bad.length === 0 ? undefined : { file, offset: 0, sizeBytes };
}

function reportV1({ place, segment, bad, isOurs, sizeBytes }: LoadedV1, findings: Findings, isNewest: boolean): void {
  const { file } = place;
  if (!isOurs) {
    const otherwise = sizeBytes > LARGEST_V1_BYTES ? "too-large" : "no-entries";
    findings.foreign({ file, reason: sizeBytes === 0 ? "empty" : otherwise });
    return;
  }
  for (const { offset, sizeBytes: badBytes, reason } of bad) {
    const isTail = offset + badBytes === sizeBytes && offset >= (segment?.sizeBytes ?? 0);
    const isTorn = isNewest && isTail && reason !== "unknown-version";
    if (isTorn) findings.torn({ file, offset, sizeBytes: badBytes, keptAs: undefined });
    else findings.damaged({ file, offset, sizeBytes: badBytes, reason });
  }
}

function reportRows(loaded: LoadedRows, findings: Findings, isNewest: boolean): void {
  const { name, segment, torn, damage } = loaded;
  const tail = isNewest ? rowsTail(loaded) : undefined;
  if (tail !== undefined) findings.torn({ ...tail, keptAs: undefined });
  const bad = torn === undefined || tail !== undefined ? damage : [...damage, torn];
  if (tail !== undefined && segment === undefined) return;
  for (const place of bad) findings.damaged({ file: name.file, ...rangeOf(place), reason: place.reason });
}

function rangeOf({ offset, sizeBytes }: BadBytes): { offset: number; sizeBytes: number } {
  return { offset, sizeBytes };
}
