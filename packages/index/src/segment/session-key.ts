/** Session key: the first 64 bits of SHA-256 over a session's name. Segments know a session by it alone, wherever its turns lie. */
import { hash } from "node:crypto";

export function sessionKey(name: string): bigint {
  // Names that UTF-8 cannot hold would all become the same replacement characters.
  const bytes = name.isWellFormed() ? name : JSON.stringify(name);
  return BigInt(`0x${hash("sha256", bytes, "hex").slice(0, 16)}`);
}
