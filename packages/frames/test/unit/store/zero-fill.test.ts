import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { DiskFile } from "../../../src/index.ts";
import { createZeroFill, writeZeros } from "../../../src/store/zero-fill.ts";
import { systemError } from "../../support/wrapped-disk.ts";

const KIB = 1024;

/** A file whose writes arrive when the test says so. */
interface SlowFile {
  readonly file: DiskFile;
  readonly bytes: Uint8Array;
  readonly syncs: number;
  readonly waiting: number;
  /** The oldest write that waits arrives, or fails; `count` bytes of it when it is short. */
  arrive(outcome?: Error | number): Promise<void>;
}

/** @param sizeBytes what was there before is 0xff, so that zeros show. */
function slowFile(sizeBytes: number): SlowFile {
  const bytes = new Uint8Array(sizeBytes).fill(0xff);
  const waiting: ((outcome: Error | number | undefined) => void)[] = [];
  let syncs = 0;
  const write = (from: Uint8Array, position: number): Promise<number> =>
    new Promise((resolve, reject) => {
      waiting.push((outcome) => {
        if (outcome instanceof Error) return reject(outcome);
        const written = from.subarray(0, outcome);
        bytes.set(written, position);
        resolve(written.length);
      });
    });
  return {
    file: { write, datasync: async () => void syncs++ } as Partial<DiskFile> as DiskFile,
    bytes,
    get syncs() {
      return syncs;
    },
    get waiting() {
      return waiting.length;
    },
    async arrive(outcome) {
      waiting.shift()!(outcome);
      await new Promise(setImmediate);
    },
  };
}

test("whenever zeros arrive, rows that were written stay, and no zero lies behind the limit", async () => {
  const limit = 700 * KIB;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ groupBytes: fc.integer({ min: 1, max: 100 * KIB }), arrivals: fc.nat(1) }), {
        maxLength: 40,
      }),
      async (groups) => {
        const slow = slowFile(limit + 10);
        const fill = createZeroFill(slow.file, 0);
        let end = 0;
        for (const { groupBytes, arrivals } of groups) {
          const to = end + groupBytes;
          if (to > limit) break;
          const waits = fill.inTheWay(to);
          if (waits !== undefined) {
            expect(slow.waiting).toBe(1); // at most one write of zeros is on its way
            await slow.arrive();
            await waits;
          }
          slow.bytes.fill(1, end, to);
          end = to;
          fill.goAhead(end, groupBytes, limit);
          if (arrivals > 0 && slow.waiting > 0) await slow.arrive();
        }
        while (slow.waiting > 0) await slow.arrive();
        await fill.settle();
        expect(slow.bytes.subarray(0, end).every((byte) => byte === 1)).toBe(true);
        expect(slow.bytes.subarray(limit).every((byte) => byte === 0xff)).toBe(true);
        const ahead = slow.bytes.subarray(end, limit);
        const zeroed = ahead.indexOf(0xff) < 0 ? ahead.length : ahead.indexOf(0xff);
        expect(ahead.subarray(zeroed).includes(0)).toBe(false); // one stretch, right behind the rows
      },
    ),
  );
});

test("savers of small groups nearly always find zeros; a bulk load asks for none", async () => {
  const slow = slowFile(1024 * KIB);
  const fill = createZeroFill(slow.file, 0);
  let waited = 0;
  for (let end = 1 * KIB; end <= 512 * KIB; end += KIB) {
    if (fill.inTheWay(end) !== undefined) waited++;
    fill.goAhead(end, KIB, 1024 * KIB);
    if (slow.waiting > 0 && end % (4 * KIB) === 0) await slow.arrive();
  }
  expect(waited).toBeLessThan(8);
  const bulk = createZeroFill(slow.file, 0);
  const before = slow.waiting;
  bulk.goAhead(200 * KIB, 200 * KIB, 1024 * KIB);
  expect(slow.waiting).toBe(before);
});

test("zeros that fail fail the write that needs them, and no other", async () => {
  const slow = slowFile(256 * KIB);
  const fill = createZeroFill(slow.file, 0);
  fill.goAhead(KIB, KIB, 256 * KIB);
  const waits = fill.inTheWay(2 * KIB)!;
  const failure = waits.catch((error: unknown) => error);
  await slow.arrive(systemError("EIO"));
  expect(await failure).toMatchObject({ code: "EIO" });
  await fill.settle();
});

test("a new file is zeroed piece by piece, each durable; one that takes less is a failure", async () => {
  const slow = slowFile(600 * KIB);
  const done = writeZeros(slow.file, 600 * KIB);
  for (let pieces = 0; pieces < 3; pieces++) {
    expect(slow.syncs).toBe(pieces);
    await slow.arrive();
  }
  await done;
  expect([slow.syncs, slow.bytes.every((byte) => byte === 0)]).toEqual([3, true]);
  const failure = writeZeros(slow.file, 600 * KIB).catch((error: unknown) => error);
  await slow.arrive(5);
  expect(await failure).toMatchObject({ message: "Short write: 5 of 262144 bytes" });
});
