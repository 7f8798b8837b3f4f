/** The frames of test/fixtures/v1.frames. Never change them. */
import { toFrameId } from "../../../src/index.ts";
import type { DecodedEntry } from "../../../src/index.ts";

export const GOLDEN_FRAMES: readonly DecodedEntry[] = [
  {
    id: toFrameId("0123456789abcdef"),
    kind: "memory",
    timestamp: 1_795_219_200_000,
    content: new TextEncoder().encode("Grüße, vidmem!"),
    metadata: { speaker: "Ada", tags: ["greeting", "ü"], nested: { n: 1.5, none: null } },
  },
  { id: toFrameId("ffffffffffffffff"), kind: "tombstone", timestamp: -1, content: new Uint8Array(0), metadata: {} },
  {
    id: toFrameId("00000000000000aa"),
    kind: "touch",
    timestamp: 8_640_000_000_000_000,
    content: Uint8Array.from({ length: 256 }, (_, i) => i),
    metadata: { count: 3 },
  },
];
