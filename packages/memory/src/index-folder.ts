/** Where the index of a store lies; what is in there is derived, and may be deleted at any time. */
import { join } from "node:path";

export function indexFolder(dir: string): string {
  return join(dir, "index");
}
