import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decodeEntry, encodeEntry, FRAME_KINDS, readEntries, toFrameId } from "../../src/index.ts";
import type { DecodedEntry } from "../../src/index.ts";

const metadata = fc.dictionary(
  fc.string({ unit: "binary" }).filter((key) => !key.startsWith("$") && key !== "__proto__" && key !== "toJSON"),
  fc.jsonValue(),
);
const entries: fc.Arbitrary<DecodedEntry> = fc.record({
  id: fc.stringMatching(/^[0-9a-f]{16}$/).map((id) => toFrameId(id)),
  kind: fc.constantFrom(...FRAME_KINDS),
  timestamp: fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }),
  content: fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
  metadata: metadata.map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>),
});

test("I1: decode(encode(x)) equals x", () => {
  fc.assert(
    fc.property(entries, (entry) => {
      expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
    }),
  );
});

test("I2: any prefix gives exactly the entries that lie wholly in it", () => {
  fc.assert(
    fc.property(fc.array(entries, { maxLength: 6 }), fc.nat(), (list, cut) => {
      const encoded = list.map((entry) => encodeEntry(entry));
      const all = Buffer.concat(encoded);
      const prefix = all.subarray(0, all.length === 0 ? 0 : cut % (all.length + 1));
      let whole = 0;
      for (let end = 0; whole < encoded.length; whole++)
        if ((end += encoded[whole]?.length ?? 0) > prefix.length) break;
      const found = [...readEntries(prefix)].flatMap((item) => (item.type === "entry" ? [item.entry] : []));
      expect(found).toEqual(list.slice(0, whole));
    }),
  );
});

test("I3: one damaged byte loses at most its own entry, and is reported there", () => {
  fc.assert(
    fc.property(
      fc.array(entries, { minLength: 1, maxLength: 6 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (list, place, flip) => {
        const encoded = list.map((entry) => encodeEntry(entry));
        const all = Buffer.concat(encoded);
        const at = place % all.length;
        all[at] = (all[at] ?? 0) ^ flip;
        let hit = 0;
        let start = 0;
        while (start + (encoded[hit]?.length ?? 0) <= at) start += encoded[hit++]?.length ?? 0;
        const items = [...readEntries(all)];
        const found = items.flatMap((item) => (item.type === "entry" ? [item.entry] : []));
        expect(found).toEqual(list.toSpliced(hit, 1));
        const damage = items.filter((item) => item.type === "damage");
        expect(damage).toMatchObject([{ offset: start, sizeBytes: encoded[hit]?.length }]);
      },
    ),
  );
});
