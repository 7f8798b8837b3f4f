/** Listing: what lies in `shards/`, sorted by what its name says. Nothing is opened and nothing is changed. */
import { join } from "node:path";
import type { Disk, DiskEntry } from "../disk/disk.ts";
import {
  parseSegmentName,
  SHARDS,
  TEMPORARY,
  type LooseV1Name,
  type Placed,
  type RowsName,
  type SealedName,
  type SeqRange,
  type SettledV1Name,
} from "./names.ts";

/** Something in `shards/` which is not ours; it is left alone. */
export interface ForeignFile {
  readonly file: string;
  readonly reason:
    | "wrong-name"
    | "not-a-file"
    | "not-a-directory"
    | "empty"
    | "no-entries"
    | "too-large"
    | "out-of-place";
}

/** What `shards/` holds; each list in the order of history. */
export interface Listing {
  readonly sealed: readonly SealedName[];
  readonly rows: readonly RowsName[];
  readonly settledV1: readonly SettledV1Name[];
  readonly looseV1: readonly LooseV1Name[];
  /** Segments whose whole range another one holds: what a crash left of a seal or a merge. */
  readonly stale: readonly (SealedName | SettledV1Name)[];
  /** Sealed segments that overlap another one. */
  readonly outOfPlace: readonly SealedName[];
  readonly temporary: readonly Placed[];
  readonly foreign: readonly ForeignFile[];
}

const YEAR = /^\d{4}$/;
const MONTH = /^(0[1-9]|1[0-2])$/;

interface Found {
  readonly sealed: SealedName[];
  readonly rows: RowsName[];
  readonly settledV1: SettledV1Name[];
  readonly looseV1: LooseV1Name[];
  readonly temporary: Placed[];
  readonly foreign: ForeignFile[];
}

/** A missing `shards/` is an empty history. `without`: sealed files to leave aside. */
export async function listShards(
  disk: Disk,
  dir: string,
  options: { readonly without?: readonly SealedName[] } = {},
): Promise<Listing> {
  const found: Found = { sealed: [], rows: [], settledV1: [], looseV1: [], temporary: [], foreign: [] };
  const root = join(dir, SHARDS);
  if ((await disk.stat(root)) !== undefined) {
    for (const year of folders(await disk.readdir(root), SHARDS, YEAR, found)) {
      for (const month of folders(await disk.readdir(join(root, year)), `${SHARDS}/${year}`, MONTH, found)) {
        for (const entry of await disk.readdir(join(root, year, month))) sortEntry(entry, `${year}/${month}`, found);
      }
    }
  }
  return settle(found, new Set(options.without?.map(({ file }) => file)));
}

function folders(entries: readonly DiskEntry[], parent: string, name: RegExp, found: Found): string[] {
  const ours: string[] = [];
  for (const entry of entries) {
    const file = `${parent}/${entry.name}`;
    if (!name.test(entry.name)) found.foreign.push({ file, reason: "wrong-name" });
    else if (entry.type !== "directory") found.foreign.push({ file, reason: "not-a-directory" });
    else ours.push(entry.name);
  }
  return ours.toSorted();
}

function sortEntry(entry: DiskEntry, month: string, found: Found): void {
  const file = `${SHARDS}/${month}/${entry.name}`;
  const base = entry.name.endsWith(TEMPORARY) ? entry.name.slice(0, -TEMPORARY.length) : entry.name;
  const name = parseSegmentName(month, base);
  if (name === undefined) found.foreign.push({ file, reason: "wrong-name" });
  else if (entry.type !== "file") found.foreign.push({ file, reason: "not-a-file" });
  else if (base !== entry.name) found.temporary.push({ month, file });
  else if (name.kind === "sealed") found.sealed.push(name);
  else if (name.kind === "rows") found.rows.push(name);
  else if (name.kind === "v1") found.settledV1.push(name);
  else found.looseV1.push(name);
}

/** Orders the lists and takes out what a larger segment holds. */
function settle(found: Found, without: ReadonlySet<string>): Listing {
  const bySeq = (a: SeqRange, b: SeqRange): number => a.firstSeq - b.firstSeq || b.lastSeq - a.lastSeq;
  const stale: (SealedName | SettledV1Name)[] = [];
  const outOfPlace: SealedName[] = [];
  const sealed: SealedName[] = [];
  for (const name of found.sealed.filter(({ file }) => !without.has(file)).toSorted(bySeq)) {
    const before = sealed.at(-1)?.lastSeq ?? 0;
    if (name.firstSeq > before) sealed.push(name);
    else if (name.lastSeq <= before) stale.push(name);
    else outOfPlace.push(name);
  }
  const settledV1: SettledV1Name[] = [];
  for (const name of found.settledV1.toSorted(bySeq)) {
    if (sealed.some((other) => other.firstSeq <= name.firstSeq && name.firstSeq <= other.lastSeq)) stale.push(name);
    else settledV1.push(name);
  }
  return {
    sealed,
    settledV1,
    stale,
    outOfPlace,
    rows: found.rows.toSorted((a, b) => a.number - b.number),
    looseV1: found.looseV1.toSorted((a, b) => (a.month < b.month ? -1 : a.month > b.month ? 1 : a.number - b.number)),
    temporary: found.temporary,
    foreign: found.foreign,
  };
}
