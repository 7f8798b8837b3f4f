/**
 * Opening of a walk: what the first 64 bytes of a segment are, and whether its rows can be told from noise.
 * Invariant R3: a damaged header hides no row as long as its nonce is readable, or known from elsewhere.
 */
import type { DataEnd } from "./data-end.ts";
import { NONCE_AT, RESERVED_AT, SEGMENT_HEADER_BYTES } from "./format.ts";
import { decodeSegmentHeader, toNonceCrc } from "./row-header.ts";
import type { SegmentHeader, SegmentHeaderFault } from "./row-header.ts";
import type { RowWindow } from "./window.ts";

/** What the header of a segment turned out to be. */
export type Opening =
  | { readonly type: "header"; readonly header: SegmentHeader }
  | { readonly type: "unused" }
  /** The header is damaged; the rows behind it can be read all the same. */
  | { readonly type: "damaged"; readonly reason: SegmentHeaderFault }
  /** No row can be told from noise. Torn: nothing follows the header, so that it was still being written. */
  | { readonly type: "lost"; readonly reason: SegmentHeaderFault; readonly dataEnd: number; readonly isTorn: boolean };

/** Judges the header in a window that was loaded from 0, and gives the window the seed of the row checksums. */
export async function openSegment(window: RowWindow, dataEnd: DataEnd, nonce?: Uint8Array): Promise<Opening> {
  const header = decodeSegmentHeader(window.bytes);
  if (typeof header !== "string") {
    window.nonceCrc = toNonceCrc(header.nonce);
    return { type: "header", header };
  }
  const end = await dataEnd.find(0, 0);
  if (end === 0) return { type: "unused" };
  const reason = header === "unused" ? "bad-magic" : header;
  if (reason !== "unknown-version" && (await hasRows(window, end, nonce))) return { type: "damaged", reason };
  return { type: "lost", reason, dataEnd: end, isTorn: reason !== "unknown-version" && end <= SEGMENT_HEADER_BYTES };
}

/** With a nonce from elsewhere rows are looked for anywhere; with the one in the damaged header the first row must be whole. */
async function hasRows(window: RowWindow, dataEnd: number, nonce: Uint8Array | undefined): Promise<boolean> {
  if (dataEnd <= SEGMENT_HEADER_BYTES) return false;
  window.nonceCrc = toNonceCrc(nonce ?? window.bytes.subarray(NONCE_AT, RESERVED_AT));
  if (nonce !== undefined) {
    return (await window.find(SEGMENT_HEADER_BYTES, dataEnd, () => true)) !== undefined;
  }
  let found = window.inspect(SEGMENT_HEADER_BYTES);
  if (typeof found === "number" && found < 0) {
    await window.load(0, -found);
    found = window.inspect(SEGMENT_HEADER_BYTES);
  }
  return typeof found === "number";
}
