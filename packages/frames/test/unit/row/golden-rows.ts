/** The header and the commit groups of test/fixtures/rows.v2.frames. Never change them. */
import { FRAME_KINDS } from "../../../src/frame.ts";
import type { RawFrame } from "../../../src/raw-frame.ts";
import type { SegmentHeader } from "../../../src/row/row-header.ts";

const utf8 = new TextEncoder();

export const GOLDEN_HEADER: SegmentHeader = {
  number: 0x0102030405,
  firstSeq: 2 ** 40,
  createdAt: Date.parse("2026-11-21T00:00:00.000Z"),
  nonce: Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0x00, 0x11, 0x22, 0x33),
};

/** Every kind with every set of flags but "group start", which the first of each five has. */
export const GOLDEN_GROUPS: readonly (readonly RawFrame[])[] = Array.from({ length: 8 }, (_, flags) =>
  FRAME_KINDS.map((kind, index) => {
    const isPacked = (flags & 2) !== 0;
    return {
      seq: 2 ** 40 + flags * FRAME_KINDS.length + index,
      id: `00112233445566${flags}${index}`,
      kind: index,
      timestamp: index === 3 ? -1 : Date.parse("2026-11-21T00:00:00.000Z") + flags,
      isPacked,
      metadata: isPacked ? Uint8Array.of(0x81, 0xa1, 0x6b, flags) : utf8.encode(`{"k":${flags}}`),
      isDelta: (flags & 1) !== 0,
      content: utf8.encode(index === 2 ? "" : `${kind} Grüße ${flags}`),
      fingerprint: (flags & 4) === 0 ? undefined : Uint8Array.from({ length: 8 }, (_, i) => 0xa0 + i),
    };
  }),
);
