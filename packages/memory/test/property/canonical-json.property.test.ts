import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toCanonicalJson } from "../../src/records/canonical-json.ts";

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", " ", '"', "\\", "\n", "\u007f", "~", "[", "]", "é", "\u2028", "\ud800") }),
);

test("a text is written as JSON.stringify writes it, and reads back the same", () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(toCanonicalJson(value)).toBe(JSON.stringify(value));
      expect(JSON.parse(toCanonicalJson(value))).toBe(value);
    }),
  );
});
