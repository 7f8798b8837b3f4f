import { expect, it } from "vitest";
import { explainViolations, explainWarning } from "../../src/doctor/findings.ts";

it("each kind of violation is explained once, with what to do", () => {
  const kinds = [
    "damaged-frame",
    "unreadable-frame",
    "torn-tail",
    "missing-frames",
    "missing-segment",
    "foreign-file",
    "damaged-index",
  ] as const;
  const violations = [...kinds, ...kinds].map((kind) => ({ file: "f", offset: 0, kind, message: "" }));
  const found = explainViolations(violations);
  expect(found.map(({ code }) => code)).toEqual(kinds);
  for (const { meaning, advice } of found) expect(Math.min(meaning.length, advice.length)).toBeGreaterThan(30);
  expect(found.filter(({ severity }) => severity === "note").map(({ code }) => code)).toEqual([
    "torn-tail",
    "foreign-file",
  ]);
});

it("warnings that verifying tells better are left to it", () => {
  expect(explainWarning("damaged")).toBeUndefined();
  expect(explainWarning("interrupted")).toMatchObject({ code: "interrupted", severity: "note" });
});
