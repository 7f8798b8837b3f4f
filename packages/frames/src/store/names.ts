/**
 * Names: which file holds which part of history. Layout: docs/format/store.md.
 *   rows-NNNNNNNN-<nonce>.frames        row segment; the nonce binds its rows to it
 *   <first seq>-<last seq>.frames       sealed segment, 12 digits each
 *   v1-<first seq>-<last seq>.frames    version-1 entries whose place in history is settled
 *   NNNNNN.frames                       version-1 entries as stores of version 1 left them
 */

/** Name of the folder of segments. */
export const SHARDS = "shards";
/** Name of the folder of what was damaged or torn: nothing in it is ever read or removed by us. */
export const LOST_AND_FOUND = "lost+found";
/** Ending of files that are being made; left over by a crash they are removed. */
export const TEMPORARY = ".tmp";

/** Where a file is: its month "YYYY/MM", and its path below the store's folder, with `/`. */
export interface Placed {
  readonly month: string;
  readonly file: string;
}

/** Seqs that a segment stands for, both included. */
export interface SeqRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export type RowsName = Placed & { readonly kind: "rows"; readonly number: number; readonly nonce: string };
export type SealedName = Placed & SeqRange & { readonly kind: "sealed" };
export type SettledV1Name = Placed & SeqRange & { readonly kind: "v1" };
export type LooseV1Name = Placed & { readonly kind: "loose-v1"; readonly number: number };
export type SegmentName = RowsName | SealedName | SettledV1Name | LooseV1Name;

const ROWS = /^rows-(\d{8})-([0-9a-f]{16})\.frames$/;
const SEALED = /^(v1-)?(\d{12})-(\d{12})\.frames$/;
const LOOSE_V1 = /^(\d{6})\.frames$/;
const MAX_ROWS_NUMBER = 99_999_999;

/** @throws RangeError when the numbers are used up. */
export function rowsName(month: string, number: number, nonce: string): RowsName {
  if (number > MAX_ROWS_NUMBER) throw new RangeError("No row segment numbers are left in this store");
  return { kind: "rows", month, number, nonce, file: fileIn(month, `rows-${digits(number, 8)}-${nonce}.frames`) };
}

export function sealedName(month: string, { firstSeq, lastSeq }: SeqRange): SealedName {
  return {
    kind: "sealed",
    month,
    firstSeq,
    lastSeq,
    file: fileIn(month, `${digits(firstSeq, 12)}-${digits(lastSeq, 12)}.frames`),
  };
}

export function settledV1Name(month: string, { firstSeq, lastSeq }: SeqRange): SettledV1Name {
  return {
    kind: "v1",
    month,
    firstSeq,
    lastSeq,
    file: fileIn(month, `v1-${digits(firstSeq, 12)}-${digits(lastSeq, 12)}.frames`),
  };
}

/** @returns `undefined` for a name that is none of ours. */
export function parseSegmentName(month: string, name: string): SegmentName | undefined {
  const file = fileIn(month, name);
  const rows = ROWS.exec(name);
  if (rows !== null) return { kind: "rows", month, file, number: Number(rows[1]), nonce: rows[2] ?? "" };
  const sealed = SEALED.exec(name);
  if (sealed !== null) {
    const range = { firstSeq: Number(sealed[2]), lastSeq: Number(sealed[3]) };
    if (range.firstSeq < 1 || range.lastSeq < range.firstSeq) return undefined;
    return { kind: sealed[1] === undefined ? "sealed" : "v1", month, file, ...range };
  }
  const loose = LOOSE_V1.exec(name);
  return loose === null || Number(loose[1]) === 0
    ? undefined
    : { kind: "loose-v1", month, file, number: Number(loose[1]) };
}

/** The month of a time in UTC, "YYYY/MM". @throws RangeError outside the years 0 to 9999. */
export function monthOf(timeMs: number): string {
  const date = new Date(timeMs);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new RangeError("clock must return milliseconds within the years 0 to 9999");
  return `${digits(year, 4)}/${digits(date.getUTCMonth() + 1, 2)}`;
}

/** The first millisecond after a month. */
export function monthEndMs(month: string): number {
  return new Date(0).setUTCFullYear(Number(month.slice(0, 4)), Number(month.slice(5)), 1);
}

function fileIn(month: string, name: string): string {
  return `${SHARDS}/${month}/${name}`;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, "0");
}
