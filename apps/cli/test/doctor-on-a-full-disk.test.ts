/** A disk with little space is no damage: a repair that had nothing to do has not failed. */
import { expect, it, vi } from "vitest";
import { run, temporaryFolder } from "./support/run.ts";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, statfs: async () => ({ bavail: 1, bsize: 4096 }) };
});

it("--repair says what is the matter, and not that it could not repair it", async () => {
  const dir = temporaryFolder();
  await run(["save", "one", "--dir", dir]);
  const { code, stdout, stderr } = await run(["doctor", "--repair", "--dir", dir]);
  expect(code).toBe(3);
  expect(stdout).toContain("Only 4.1 KB are free");
  expect(stderr).toContain("Nothing needed repair.");
  expect(stderr).not.toContain("could not be repaired");
});
