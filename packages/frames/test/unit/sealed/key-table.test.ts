import { expect, test } from "vitest";
import { isVidmemError } from "../../../src/errors.ts";
import { checkBuckets, openKeyLookup } from "../../../src/sealed/key-lookup.ts";
import type { LookupParts } from "../../../src/sealed/key-lookup.ts";
import { createKeyTableBuilder, tableLayout } from "../../../src/sealed/key-table.ts";
import type { EncodedTable, KeyTableBuilder } from "../../../src/sealed/key-table.ts";
import { mix } from "../../../src/sealed/keys.ts";
import { fileOf } from "../../support/sealed.ts";

function encode(builder: KeyTableBuilder): { readonly table: EncodedTable; readonly steps: number } {
  const generator = builder.encode();
  let steps = 0;
  for (;;) {
    const step = generator.next();
    if (step.done === true) return { table: step.value, steps };
    steps++;
  }
}

async function partsOf(table: EncodedTable, bytes: Uint8Array = table.bytes): Promise<LookupParts> {
  return { file: await fileOf(bytes), path: "/t", table: { offset: 0, items: table.keys, crc: table.headCrc } };
}

/** "right", or the code of the error; anything else is a wrong answer. */
function answerOf(ask: () => readonly number[], place: number): unknown {
  try {
    const places = ask();
    return places.length === 1 && places[0] === place ? "right" : "wrong";
  } catch (error) {
    return isVidmemError(error) ? error.code : error;
  }
}

test("every key is found with its places in order, absent keys are not, and encoding pauses", async () => {
  const builder = createKeyTableBuilder();
  const oracle = new Map<number, number[]>();
  for (let place = 0; place < 20_000; place++) {
    const key = mix(place % 7 === 0 ? 42 : place);
    builder.add(key, place);
    oracle.set(key, [...(oracle.get(key) ?? []), place]);
  }
  const { table, steps } = encode(builder);
  expect(steps).toBeGreaterThan(10);
  expect(table.bytes.length).toBe(tableLayout(20_000).sizeBytes);
  const parts = await partsOf(table);
  const lookup = openKeyLookup(parts);
  for (const [key, places] of oracle) expect(lookup.candidates(key)).toEqual(places);
  for (let n = 20_001; n < 25_000; n++) expect(lookup.candidates(mix(n))).toEqual([]);
  checkBuckets(parts);
});

test("a table without keys has no bytes and finds nothing", async () => {
  const { table } = encode(createKeyTableBuilder());
  expect(table).toMatchObject({ keys: 0, headCrc: 0 });
  expect(table.bytes.length).toBe(0);
  expect(openKeyLookup(await partsOf(table)).candidates(1)).toEqual([]);
});

test("a damaged bucket throws and is never an absent key", async () => {
  const builder = createKeyTableBuilder();
  for (let place = 0; place < 40; place++) builder.add(mix(place), place);
  const { table } = encode(builder);
  const { headBytes } = tableLayout(40);
  for (let at = 0; at < table.bytes.length; at++) {
    const bytes = Uint8Array.from(table.bytes);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    const parts = await partsOf(table, bytes);
    expect(() => checkBuckets(parts)).toThrow(/damaged at offset/);
    const lookup = openKeyLookup(parts);
    const answers = Array.from({ length: 40 }, (_, place) => answerOf(() => lookup.candidates(mix(place)), place));
    const thrown = answers.filter((answer) => answer === "FRAMES_CORRUPT").length;
    expect(answers.filter((answer) => answer === "right")).toHaveLength(40 - thrown);
    expect(thrown).toBeGreaterThanOrEqual(at < headBytes ? 40 : 1);
  }
});
