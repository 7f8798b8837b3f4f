/** Assembles src/vectors/kernels/sketch-kernels.wat into sketch-kernels.wasm.ts. Run it after every change to the source. */
import { readFile, writeFile } from "node:fs/promises";
import wabt from "wabt";

const SOURCE = new URL("../src/vectors/kernels/sketch-kernels.wat", import.meta.url);
const TARGET = new URL("../src/vectors/kernels/sketch-kernels.wasm.ts", import.meta.url);
const LINE = 100;

const assembler = await wabt();
const module = assembler.parseWat("sketch-kernels.wat", await readFile(SOURCE, "utf8"), { simd: true });
const base64 = Buffer.from(module.toBinary({}).buffer).toString("base64");
const lines = base64.match(new RegExp(`.{1,${LINE}}`, "g")).map((line) => `  "${line}",`);
await writeFile(
  TARGET,
  [
    "/** sketch-kernels.wat, assembled by scripts/assemble-kernels.mjs: WebAssembly in base64. Do not edit. */",
    "export const SKETCH_KERNELS_BASE64: string = [",
    ...lines,
    '].join("");',
    "",
  ].join("\n"),
);
