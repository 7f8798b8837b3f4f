/**
 * Verification of chunks: each one inflated and decoded, and all together compared with directory and footer.
 * Invariant: S7 of a segment whose chunks are all intact, the tally equals what the writer put into directory and footer.
 */
import { addKeys } from "./assembly.ts";
import type { ChunkHeader } from "./chunk-header.ts";
import { decodeChunk } from "./chunk-reader.ts";
import type { PackedChunk } from "./chunk-reader.ts";
import { checkPlaced, sweepBytes } from "./chunk-source.ts";
import type { FoundChunk, SourceParts } from "./chunk-source.ts";
import { assertSame, catchDamage, sealedDamage } from "./damage.ts";
import type { SealedDamage, VerifyStep } from "./damage.ts";
import { createDirectoryBuilder } from "./directory.ts";
import type { DirectoryBuilder } from "./directory.ts";
import type { SealedFooter } from "./footer.ts";
import { DIRECTORY_ENTRY_BYTES } from "./format.ts";
import { createKeyTableBuilder } from "./key-table.ts";
import type { KeyTableBuilder } from "./key-table.ts";
import { addToTotals, createTotals } from "./totals.ts";
import type { Totals } from "./totals.ts";

/** What the chunks of a segment add up to. */
export interface Tally {
  readonly directory: DirectoryBuilder;
  readonly ids: KeyTableBuilder;
  readonly fingerprints: KeyTableBuilder;
  readonly totals: Totals;
  lastSeq: number;
  /** Parts found damaged: with any, the sums are not those of the segment. */
  damaged: number;
}

/** Creates an empty tally. */
export function createTally(footer: SealedFooter): Tally {
  return {
    directory: createDirectoryBuilder(footer.firstSeq),
    ids: createKeyTableBuilder(),
    fingerprints: createKeyTableBuilder(),
    totals: createTotals(),
    lastSeq: footer.firstSeq - 1,
    damaged: 0,
  };
}

/** Checks all chunks that the directory names. */
export function* verifyChunks(
  parts: SourceParts,
  footer: SealedFooter,
  tally: Tally,
): Generator<VerifyStep, void, undefined> {
  for (const found of sweepBytes(parts, { from: 0, to: parts.directory.chunks })) {
    const { damage } = catchDamage(found, () => tallyChunk(parts, found, { tally, lastSeq: footer.lastSeq }));
    if (damage !== undefined) tally.damaged++;
    yield damage;
  }
}

/** Compares the sums of all chunks with directory and footer; says nothing when a chunk was damaged. */
export function* verifyTotals(
  path: string,
  footer: SealedFooter,
  tally: Tally,
): Generator<SealedDamage, void, undefined> {
  if (tally.damaged > 0) return;
  const { offset, items } = footer.directory;
  const place = { offset, sizeBytes: items * DIRECTORY_ENTRY_BYTES };
  const { damage } = catchDamage(place, () => {
    const { crc } = tally.directory.encode();
    assertSame({ path, offset }, { what: "directory's checksum", expected: crc, found: footer.directory.crc });
    for (const [what, expected] of Object.entries(tally.totals)) {
      assertSame({ path, offset }, { what, expected, found: footer[what as keyof Totals] });
    }
  });
  if (damage === undefined) return;
  tally.damaged++;
  yield damage;
}

function tallyChunk(
  parts: SourceParts,
  found: FoundChunk & { readonly bytes: Buffer },
  options: { readonly tally: Tally; readonly lastSeq: number },
): void {
  const { tally } = options;
  const place = { path: parts.path, offset: found.offset };
  const packed: PackedChunk = checkPlaced(parts, found, found.bytes);
  decodeChunk(packed, place);
  const { header } = packed;
  const lastSeq = lastSeqOf(header);
  if (header.firstSeq <= tally.lastSeq || lastSeq > options.lastSeq) {
    throw sealedDamage(place, { what: "seqs", expected: "ascending", found: `${header.firstSeq} to ${lastSeq}` });
  }
  tally.lastSeq = lastSeq;
  addKeys(packed.bytes, header, { ids: tally.ids, fingerprints: tally.fingerprints, ordinal: found.ordinal });
  tally.directory.add(header, found.offset);
  addToTotals(tally.totals, header);
}

function lastSeqOf(header: ChunkHeader): number {
  return header.firstSeq + header.seqSpan;
}
