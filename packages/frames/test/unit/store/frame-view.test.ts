import { expect, test } from "vitest";
import type { FrameMetadata } from "../../../src/frame.ts";
import { FrameView } from "../../../src/store/frame-view.ts";
import { plainFrame } from "../../support/row-segments.ts";

const raw = plainFrame(7, "text");

test("a view gives the fields of its raw frame, and unpacks metadata once, when it is asked for", () => {
  let unpacked = 0;
  const unpack = (): FrameMetadata => ({ times: ++unpacked });
  const view = new FrameView(raw, { kind: "memory", content: undefined, unpack });
  const { id, seq, timestamp, content } = raw;
  expect([view.id, view.seq, view.timestamp, view.kind]).toEqual([id, seq, timestamp, "memory"]);
  expect(view.content).toBe(content);
  expect(unpacked).toBe(0);
  expect([view.metadata, view.metadata]).toEqual([{ times: 1 }, { times: 1 }]);
});

test("a content that was made whole stands for the stored delta", () => {
  const view = new FrameView(raw, { kind: "update", content: Uint8Array.of(1), unpack: () => ({}) });
  expect(view.content).toEqual(Uint8Array.of(1));
});
