import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createIsoTimeWriter, MAX_ISO_BYTES } from "../../src/iso-time.ts";

const MAX_TIME_MS = 8_640_000_000_000_000;

test("a time reads as toISOString writes it, also before 1970 and beyond the year 9999", () => {
  const write = createIsoTimeWriter();
  const into = Buffer.alloc(1 + MAX_ISO_BYTES);
  const times = fc.oneof(
    fc.integer({ min: -MAX_TIME_MS, max: MAX_TIME_MS }),
    fc.constantFrom(0, -1, 86_399_999, 86_400_000, MAX_TIME_MS, -MAX_TIME_MS),
  );
  fc.assert(
    fc.property(fc.array(times, { minLength: 1 }), (timestamps) => {
      for (const timestamp of timestamps) {
        const end = write(timestamp, into, 1);
        expect(into.toString("latin1", 1, end)).toBe(new Date(timestamp).toISOString());
      }
    }),
  );
});
