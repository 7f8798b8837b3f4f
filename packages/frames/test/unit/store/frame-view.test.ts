import { expect, test } from "vitest";
import { packMetadata } from "../../../src/metadata/packing.ts";
import { FrameView } from "../../../src/store/frame-view.ts";
import { plainFrame } from "../../support/row-segments.ts";

const raw = plainFrame(7, "text", { metadata: packMetadata({ speaker: "Ada" }).bytes });

test("a view gives the fields of its raw frame, and unpacks metadata once", () => {
  const view = new FrameView(raw, { kind: "memory", metadata: undefined, content: undefined });
  const { id, seq, timestamp, content } = raw;
  expect([view.id, view.seq, view.timestamp, view.kind]).toEqual([id, seq, timestamp, "memory"]);
  expect(view.content).toBe(content);
  expect(view.metadata).toEqual({ speaker: "Ada" });
  expect(view.metadata).toBe(view.metadata);
});

test("what checking made stands for what is stored", () => {
  const view = new FrameView(raw, { kind: "update", metadata: { a: 1 }, content: Uint8Array.of(1) });
  expect([view.metadata, view.content]).toEqual([{ a: 1 }, Uint8Array.of(1)]);
});
