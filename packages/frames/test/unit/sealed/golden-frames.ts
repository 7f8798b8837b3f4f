/** The frames of the worked example in docs/format/sealed.md and of test/fixtures/sealed.v2.frames. Never change them. */
import type { RawFrame } from "../../../src/raw-frame.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Two frames, the first with a fingerprint; seq 8 is missing. */
export const EXAMPLE_FRAMES: readonly RawFrame[] = [
  {
    seq: 7,
    id: "0123456789abcdef",
    kind: 0,
    timestamp: 1_795_219_200_000,
    fingerprint: Uint8Array.of(0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7),
    isPacked: true,
    metadata: Uint8Array.of(0x80),
    isDelta: false,
    content: utf8("Grüße"),
  },
  {
    seq: 9,
    id: "fedcba9876543210",
    kind: 2,
    timestamp: 1_795_219_199_000,
    fingerprint: undefined,
    isPacked: false,
    metadata: utf8("{}"),
    isDelta: false,
    content: new Uint8Array(0),
  },
];

/** Range and time of the worked example. */
export const EXAMPLE_HEADER = { range: { firstSeq: 7, lastSeq: 10 }, createdAt: 1_795_219_200_123 } as const;

/** 126 frames in 4 chunks: repeated ids, deltas, all kinds, distant and unordered times, gaps, a large and an empty content. */
export const GOLDEN_FRAMES: readonly RawFrame[] = Array.from({ length: 126 }, (_, n) => ({
  seq: 1 + n * 2 + (n > 60 ? 1000 : 0),
  id: (n % 20 === 3 ? 0xabc : n * 0x9e3779b1).toString(16).padStart(16, "0"),
  kind: n % 5,
  timestamp: n === 0 ? -8_640_000_000_000_000 : n === 1 ? 8_640_000_000_000_000 : 1_795_219_200_000 - n * 977 * (n % 3),
  fingerprint: n < 60 && n % 3 !== 0 ? Uint8Array.from({ length: 8 }, (_, at) => (n * 31 + at * 7) % 256) : undefined,
  isPacked: n % 2 === 0,
  metadata: n % 2 === 0 ? Uint8Array.of(0x81, 0xa1, 0x6e, n % 128) : utf8(`{"n":${n}}`),
  isDelta: n % 7 === 6,
  content:
    n === 70
      ? utf8("large ".repeat(4000))
      : n % 11 === 0
        ? new Uint8Array(0)
        : utf8(`Frame ${n} of the golden file, 🎉`),
}));
