import { expect, test } from "vitest";
import { findFileSize } from "../../../src/sealed/file-size.ts";
import { fileOf } from "../../support/sealed.ts";

test("the size is found without asking for it", async () => {
  for (const sizeBytes of [0, 1, 2, 4095, 4096, 4097, 8192, 100_001]) {
    expect(findFileSize(await fileOf(new Uint8Array(sizeBytes)))).toBe(sizeBytes);
  }
});
