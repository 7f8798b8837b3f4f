import { expect, test } from "vitest";
import { listShards } from "../../../src/store/listing.ts";
import { memoryDisk } from "../../../src/index.ts";
import { DIR, diskWith } from "../../support/planted.ts";
import { MONTH } from "../../support/stores.ts";

const BYTES = Uint8Array.of(1);

function sealed(firstSeq: number, lastSeq: number, prefix = ""): string {
  const digits = (seq: number): string => String(seq).padStart(12, "0");
  return `${MONTH}/${prefix}${digits(firstSeq)}-${digits(lastSeq)}.frames`;
}

test("a missing folder is an empty history", async () => {
  const listing = await listShards(memoryDisk(), DIR);
  for (const list of Object.values(listing)) expect(list).toEqual([]);
});

test("what larger segments hold is stale, what overlaps is out of place, and all is in the order of history", async () => {
  const files = [
    sealed(1, 8),
    sealed(1, 3),
    sealed(4, 8),
    sealed(7, 12),
    sealed(9, 20),
    sealed(21, 21),
    sealed(2, 5, "v1-"),
    sealed(22, 30, "v1-"),
    `${sealed(1, 21)}.tmp`,
    `${MONTH}/rows-00000012-0123456789abcdef.frames`,
    `${MONTH}/rows-00000002-0123456789abcdef.frames`,
    "shards/2025/12/rows-00000030-0123456789abcdef.frames",
    `${MONTH}/000010.frames`,
    "shards/2025/12/000011.frames",
    "shards/20266/x",
  ];
  const disk = await diskWith(Object.fromEntries(files.map((file) => [file, BYTES])));
  const listing = await listShards(disk, DIR);
  const filesOf = (list: readonly { readonly file: string }[]): string[] => list.map(({ file }) => file);
  expect(filesOf(listing.sealed)).toEqual([sealed(1, 8), sealed(9, 20), sealed(21, 21)]);
  expect(filesOf(listing.stale)).toEqual([sealed(1, 3), sealed(4, 8), sealed(2, 5, "v1-")]);
  expect(filesOf(listing.outOfPlace)).toEqual([sealed(7, 12)]);
  expect(filesOf(listing.settledV1)).toEqual([sealed(22, 30, "v1-")]);
  expect(listing.rows.map(({ number }) => number)).toEqual([2, 12, 30]);
  expect(listing.looseV1.map(({ number }) => number)).toEqual([11, 10]);
  expect(filesOf(listing.temporary)).toEqual([`${sealed(1, 21)}.tmp`]);
  expect(listing.foreign).toEqual([{ file: "shards/20266", reason: "wrong-name" }]);
  const without = listing.sealed.slice(0, 1);
  expect(filesOf((await listShards(disk, DIR, { without })).sealed)).toEqual([
    sealed(1, 3),
    sealed(4, 8),
    sealed(9, 20),
    sealed(21, 21),
  ]);
});
