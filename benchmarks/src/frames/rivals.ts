/** Rivals: which of the stores of benchmarks/compare/ can be measured here. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const COMPARE = new URL("../../compare/", import.meta.url);
const PACKAGES: Readonly<Record<string, string>> = { lmdb: "lmdb", sqlite: "better-sqlite3" };

/** Names of the rivals whose packages are installed. */
export function installedRivals(): string[] {
  const isInstalled = (name: string): boolean =>
    existsSync(new URL(`node_modules/${PACKAGES[name]}/package.json`, COMPARE));
  return Object.keys(PACKAGES).filter(isInstalled);
}

/** The module of a rival; from dist/frames/ as well as from src/frames/. */
export function rivalFile(name: string): string {
  return fileURLToPath(new URL(`${name}.mjs`, COMPARE));
}
