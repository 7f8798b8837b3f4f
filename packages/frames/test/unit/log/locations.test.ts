import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toFrameId } from "../../../src/index.ts";
import { createLocations, idWords } from "../../../src/log/locations.ts";

test("finds the newest row of each id, like a Map", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4000), { maxLength: 6000 }), fc.nat(), (names, seed) => {
      const locations = createLocations(seed);
      const oracle = new Map<string, number>();
      for (const [index, name] of names.entries()) {
        const id = toFrameId((name * 0x1_0000_0001).toString(16).padStart(16, "0"));
        const [idHigh, idLow] = idWords(id);
        locations.push({ idHigh, idLow, offset: index * 3, sizeBytes: 50 });
        oracle.set(id, index + 1);
      }
      for (const [id, seq] of oracle) {
        expect(locations.find(toFrameId(id))).toEqual({ seq, offset: (seq - 1) * 3, sizeBytes: 50 });
      }
      expect(locations.find(toFrameId("ffffffffffffffff"))).toBeUndefined();
      expect(locations.at(0)).toBeUndefined();
      expect(locations.at(names.length + 1)).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});
