#!/usr/bin/env node
/** Starts the built command line; a missing build is said in words, not as a stack. */
import { existsSync } from "node:fs";

const main = new URL("../dist/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("vidmem: not built yet. Build it in the repository's folder with: pnpm build\n");
  process.exitCode = 3;
}
