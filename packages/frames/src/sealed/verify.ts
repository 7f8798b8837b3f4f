/**
 * Verification: checks every byte of a sealed segment. Duties: docs/format/sealed.md §Reader duties.
 * Invariants: S7 every changed byte is reported, with a place that covers it; damage to one part never hides that of another,
 * except that tables are compared with the chunks only when all chunks are intact.
 */
import type { DiskFile } from "../disk/disk.ts";
import { catchDamage } from "./damage.ts";
import type { SealedDamage, VerifyStep } from "./damage.ts";
import { loadDirectory } from "./directory.ts";
import { findFileSize } from "./file-size.ts";
import { decodeHeader, readFooter } from "./footer.ts";
import type { SealedFooter, SealedHeader } from "./footer.ts";
import { DIRECTORY_ENTRY_BYTES, FOOTER_BYTES, HEADER_BYTES } from "./format.ts";
import { salvageChunks } from "./salvage.ts";
import { createTally, verifyChunks, verifyTotals } from "./verify-chunks.ts";
import { verifyTable } from "./verify-tables.ts";

/** What to verify. */
export interface VerifyTarget {
  readonly file: DiskFile;
  readonly path: string;
  /** Bytes of the file, when known. */
  readonly sizeBytes?: number | undefined;
}

/** Checks a whole file; yields what is damaged. What the disk throws passes through. */
export function* verifySealed(target: VerifyTarget): Generator<SealedDamage, void, undefined> {
  for (const step of verifyInSteps(target)) if (step !== undefined) yield step;
}

/** The same in steps of about 100 µs. */
export function* verifyInSteps(target: VerifyTarget): Generator<VerifyStep, void, undefined> {
  const { file, path, sizeBytes = findFileSize(file) } = target;
  const header = catchDamage({ offset: 0, sizeBytes: HEADER_BYTES }, () => readHeader(file, path));
  if (header.damage !== undefined) yield header.damage;
  const footerAt = Math.max(0, sizeBytes - FOOTER_BYTES);
  const footerPlace = { offset: footerAt, sizeBytes: sizeBytes - footerAt };
  const footer = catchDamage(footerPlace, () => readFooter(file, path, sizeBytes));
  if (footer.damage === undefined) {
    yield* verifyRange(path, header.value, footer.value);
    yield* verifyBody(file, path, footer.value);
    return;
  }
  yield footer.damage;
  yield* walkChunks(target, footerAt, "to the last readable one");
}

function* verifyBody(file: DiskFile, path: string, footer: SealedFooter): Generator<VerifyStep, void, undefined> {
  const tally = createTally(footer);
  const { offset, items } = footer.directory;
  const directory = catchDamage({ offset, sizeBytes: items * DIRECTORY_ENTRY_BYTES }, () =>
    loadDirectory(file, path, footer),
  );
  if (directory.damage === undefined) {
    yield* verifyChunks({ file, path, directory: directory.value }, footer, tally);
    yield* verifyTotals(path, footer, tally);
  } else {
    tally.damaged++;
    yield directory.damage;
    yield* walkChunks({ file, path }, offset, "to the directory");
  }
  const isWhole = tally.damaged === 0;
  yield* verifyTable({ file, path, table: footer.ids }, isWhole ? tally.ids : undefined);
  yield* verifyTable({ file, path, table: footer.fingerprints }, isWhole ? tally.fingerprints : undefined);
}

function* verifyRange(
  path: string,
  header: SealedHeader | undefined,
  footer: SealedFooter,
): Generator<SealedDamage, void, undefined> {
  if (header === undefined) return;
  if (header.firstSeq === footer.firstSeq && header.lastSeq === footer.lastSeq) return;
  const message = `The header of ${path} names other seqs than its footer. Restore the file from a backup.`;
  yield { offset: 0, sizeBytes: HEADER_BYTES, message };
}

/** Reports bytes between readable chunks when there is no directory to say where chunks are. */
function* walkChunks(
  target: VerifyTarget,
  end: number,
  until: "to the directory" | "to the last readable one",
): Generator<VerifyStep, void, undefined> {
  let at = HEADER_BYTES;
  const gap = (to: number): SealedDamage => {
    const message = `${target.path} holds no readable chunk from offset ${at} to ${to}. Restore this part from a backup.`;
    return { offset: at, sizeBytes: to - at, message };
  };
  for (const { offset, sizeBytes } of salvageChunks(target.file, { from: at, to: end })) {
    if (offset > at) yield gap(offset);
    at = offset + sizeBytes;
    yield undefined;
  }
  if (until === "to the directory" && at < end) yield gap(end);
}

function readHeader(file: DiskFile, path: string): SealedHeader {
  const bytes = Buffer.alloc(HEADER_BYTES);
  const count = file.readSync(bytes, 0);
  return decodeHeader(bytes.subarray(0, count), path);
}
