/**
 * Leftovers: what a crash left of making, sealing and merging segments, removed at the next opening for writing.
 * Invariant: a segment is removed only when the sealed file that holds its range is whole to the last byte; otherwise, and when
 * bytes of it are damaged, it is moved to lost+found/.
 */
import { join } from "node:path";
import { loadV1 } from "./load-v1.ts";
import { moveToLostAndFound } from "./lost-and-found.ts";
import type { SealedFile } from "./sealed-segment.ts";
import { holds, type Snapshot, type SnapshotParts } from "./snapshot.ts";
import type { SeqRange } from "./names.ts";
import { createTurns } from "./turns.ts";

/** A file that a sealed one may have made superfluous. */
interface Leftover {
  readonly file: string;
  readonly range: SeqRange;
  readonly isDamaged: boolean;
}

/** @throws what the disk throws. */
export async function removeLeftovers(snapshot: Snapshot, parts: SnapshotParts): Promise<void> {
  const { disk, dir } = parts;
  for (const { file } of snapshot.listing.temporary) await disk.remove(join(dir, file));
  for (const { name, isUnused } of snapshot.rows) if (isUnused) await disk.remove(join(dir, name.file));
  const verdicts = new Map<SealedFile, Promise<boolean>>();
  const isWhole = (holder: SealedFile): Promise<boolean> => {
    const verdict = verdicts.get(holder) ?? verify(holder);
    verdicts.set(holder, verdict);
    return verdict;
  };
  for await (const { file, range, isDamaged } of leftovers(snapshot, parts)) {
    const holder = snapshot.sealed.find((sealed) => holds(sealed, range));
    if (!isDamaged && holder !== undefined && (await isWhole(holder))) await disk.remove(join(dir, file));
    else await moveToLostAndFound(disk, dir, file);
  }
}

async function* leftovers({ listing, sealedRows }: Snapshot, parts: SnapshotParts): AsyncGenerator<Leftover> {
  for (const name of listing.stale) yield { file: name.file, range: name, isDamaged: await isDamagedV1(name, parts) };
  for (const { name, segment, damage, torn } of sealedRows) {
    if (segment === undefined) continue;
    yield { file: name.file, range: segment, isDamaged: damage.length > 0 || torn !== undefined };
  }
}

async function isDamagedV1(name: Snapshot["listing"]["stale"][number], parts: SnapshotParts): Promise<boolean> {
  if (name.kind !== "v1") return false;
  const { segment, bad } = await loadV1(name, name.firstSeq, parts);
  segment?.release();
  return segment === undefined || bad.length > 0;
}

async function verify({ sealed }: SealedFile): Promise<boolean> {
  const takeTurn = createTurns();
  for (const damage of sealed.verifyInSteps()) {
    if (damage !== undefined) return false;
    const turn = takeTurn();
    if (turn !== undefined) await turn;
  }
  return true;
}
