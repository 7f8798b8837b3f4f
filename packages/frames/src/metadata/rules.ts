/** Rules of metadata: a plain object of JSON values, whose keys do not begin with `$` (reserved for the formats). */
import { RESERVED_KEY_PREFIX } from "../entry/format.ts";
import type { FrameMetadata } from "../frame.ts";

/** Objects that choose their own JSON are refused: they could smuggle in reserved keys. @throws TypeError */
export function assertMetadata(metadata: FrameMetadata): void {
  const prototype: unknown =
    typeof metadata === "object" && metadata !== null ? Object.getPrototypeOf(metadata) : undefined;
  if ((prototype !== Object.prototype && prototype !== null) || typeof metadata["toJSON"] === "function") {
    throw new TypeError("metadata must be a plain object of JSON values");
  }
  for (const key of Object.keys(metadata)) {
    if (key.startsWith(RESERVED_KEY_PREFIX))
      throw new TypeError(`metadata keys must not start with "$": ${key.slice(0, 40)}`);
  }
}
