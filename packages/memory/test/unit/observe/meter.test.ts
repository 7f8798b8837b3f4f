import { expect, test } from "vitest";
import { createMeter } from "../../../src/observe/meter.ts";

test("operations are counted by name, failures among them", () => {
  const meter = createMeter();
  for (let ms = 1; ms <= 100; ms++) meter.record("save", ms, ms > 98 ? "failed" : undefined);
  meter.record("get", 0.002);
  const { save, get } = meter.figures();
  expect(save).toMatchObject({ count: 100, failures: 2, totalMs: 5050, maxMs: 100 });
  expect(save!.p50Ms).toBeCloseTo(50, -1);
  expect(save!.p99Ms).toBeGreaterThan(save!.p95Ms);
  expect(get).toMatchObject({ count: 1, failures: 0, maxMs: 0.002 });
  expect([meter.count, meter.failures]).toEqual([101, 2]);
});

test("what never ran is not there", () => {
  expect(createMeter().figures()).toEqual({});
});
