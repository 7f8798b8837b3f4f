/**
 * Verification of key tables: against their checksums always, byte for byte against the chunks when those are intact.
 * Invariant: S7 each differing run of bytes is reported where it is.
 */
import { catchDamage } from "./damage.ts";
import type { VerifyStep } from "./damage.ts";
import { tableLayout } from "./key-table.ts";
import type { EncodedTable, KeyTableBuilder } from "./key-table.ts";
import { checkBuckets } from "./key-lookup.ts";
import type { LookupParts } from "./key-lookup.ts";

/** Bytes compared at a time. */
const COMPARED_BYTES: number = 64 * 1024;

/** Checks a table; `expected` holds the keys of all chunks when none of them is damaged. */
export function* verifyTable(
  parts: LookupParts,
  expected: KeyTableBuilder | undefined,
): Generator<VerifyStep, void, undefined> {
  if (expected !== undefined && expected.count === parts.table.items) {
    yield* compareTable(parts, yield* encodeInSteps(expected));
    return;
  }
  const { offset, items } = parts.table;
  const whole = { offset, sizeBytes: tableLayout(items).sizeBytes };
  if (expected !== undefined) {
    yield { ...whole, message: `The table has ${items} keys where the chunks have ${expected.count}. Seal again.` };
  }
  const { damage } = catchDamage(whole, () => checkBuckets(parts));
  if (damage !== undefined) yield damage;
}

function* compareTable(parts: LookupParts, expected: EncodedTable): Generator<VerifyStep, void, undefined> {
  const { offset, crc } = parts.table;
  const found = Buffer.allocUnsafeSlow(COMPARED_BYTES);
  for (let from = 0; from < expected.bytes.length; from += COMPARED_BYTES) {
    const wanted = expected.bytes.subarray(from, from + COMPARED_BYTES);
    yield undefined;
    const count = parts.file.readSync(found.subarray(0, wanted.length), offset + from);
    if (found.subarray(0, count).equals(wanted)) continue;
    const first = wanted.findIndex((byte, at) => at >= count || byte !== found[at]);
    const last = wanted.findLastIndex((byte, at) => at >= count || byte !== found[at]);
    const message = `${parts.path}: the table at offset ${offset} differs from the chunks. Seal again from the chunks.`;
    yield { offset: offset + from + first, sizeBytes: last - first + 1, message };
  }
  if (expected.headCrc === crc) return;
  const message = `${parts.path}: the footer has the checksum of another table at offset ${offset}. Seal again.`;
  yield { offset, sizeBytes: expected.bytes.length, message };
}

function* encodeInSteps(builder: KeyTableBuilder): Generator<undefined, EncodedTable, undefined> {
  const steps = builder.encode();
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) yield undefined;
  return step.value;
}
