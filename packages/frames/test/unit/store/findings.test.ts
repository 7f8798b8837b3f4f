import { expect, test } from "vitest";
import { createFindings } from "../../../src/store/findings.ts";

test("lists are capped, counts are exact", () => {
  const findings = createFindings();
  const totals = { frames: 1, segments: 2 };
  expect(findings.toReport(totals)).toMatchObject({ clean: true, frames: 1, segments: 2, torn: undefined });
  for (let n = 0; n < 1500; n++) {
    findings.damaged({ file: "f", offset: n, sizeBytes: 1, reason: "bad-checksum" });
    findings.foreign({ file: `${n}`, reason: "wrong-name" });
  }
  const report = findings.toReport(totals);
  expect(report).toMatchObject({ clean: false, damagedCount: 1500, foreignCount: 1500 });
  expect([report.damaged.length, report.foreign.length]).toEqual([1000, 1000]);
});
