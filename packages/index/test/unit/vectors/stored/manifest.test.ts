import { expect, test } from "vitest";
import { decodeManifest, encodeManifest } from "../../../../src/vectors/stored/manifest.ts";
import { flipBit } from "../../../support/stored-vectors.ts";

const manifest = {
  model: 'model "ü"',
  dimensions: 3,
  segments: [{ number: 1, rows: 2, dead: 1, deadFile: 4 }],
};

test("a manifest is read back", () => {
  expect(decodeManifest(encodeManifest(manifest))).toEqual({ version: 1, ...manifest });
});

test("a changed bit is damage, wherever it is, but for the last line feed", () => {
  const bytes = encodeManifest(manifest);
  for (let at = 0; at < bytes.length - 1; at++) expect(decodeManifest(flipBit(bytes, at))).toBeUndefined();
  expect(decodeManifest(new Uint8Array(0))).toBeUndefined();
});
