import { expect, test } from "vitest";
import { HttpFailure } from "../../../../src/embedders/http/http-failure.ts";
import { withRetries } from "../../../../src/embedders/http/with-retries.ts";

const retries = { tries: 3, backOff: { firstMs: 1, maxMs: 5 }, random: () => 0 };

test("errors that are no failures of HTTP are not tried again", async () => {
  let tries = 0;
  const request = async (): Promise<never> => {
    tries++;
    throw new RangeError("a fault of ours");
  };
  await expect(withRetries(request, retries)).rejects.toThrow(RangeError);
  expect(tries).toBe(1);
});

test("nothing is asked after an abort", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  const request = async (): Promise<never> => {
    throw new HttpFailure("never seen", { isTransient: true });
  };
  await expect(withRetries(request, { ...retries, signal })).rejects.toThrow("enough");
});
