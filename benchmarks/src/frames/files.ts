/** Files of a store, as the measurements need them. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Paths of all files below a folder. */
export function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
