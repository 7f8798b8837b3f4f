import fs from "node:fs";
import { expect, test } from "vitest";
import wabt from "wabt";
import { SKETCH_KERNELS_BASE64 } from "../../../../src/vectors/kernels/sketch-kernels.wasm.ts";
import { createKernels } from "../../../../src/vectors/kernels/wasm-kernels.ts";

test("the shipped bytes are the source, assembled", async () => {
  const source = new URL("../../../../src/vectors/kernels/sketch-kernels.wat", import.meta.url);
  const assembler = await wabt();
  const module = assembler.parseWat("sketch-kernels.wat", fs.readFileSync(source, "utf8"), { simd: true });
  expect(Buffer.from(module.toBinary({}).buffer).toString("base64")).toBe(SKETCH_KERNELS_BASE64);
});

test("this machine runs the WebAssembly kernels, and their memory grows without loss", () => {
  const kernels = createKernels();
  expect(kernels.name).toBe("wasm");
  kernels.memory()[3] = 7;
  kernels.reserve(1_000_000);
  kernels.reserve(10);
  expect(kernels.memory().length).toBeGreaterThanOrEqual(1_000_000);
  expect(kernels.memory()[3]).toBe(7);
});
