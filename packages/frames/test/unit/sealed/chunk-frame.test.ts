import { expect, test } from "vitest";
import { openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";

test("fields are taken from the chunk's memory, the same view each time", async () => {
  const fingerprint = new Uint8Array(8).fill(7);
  const frames = [rawFrame(1), rawFrame(2, { fingerprint, kind: 2, isDelta: true, isPacked: false })];
  const chunk = (await openBytes(await sealBytes(frames))).readChunk(0);
  const frame = chunk.frame(1);
  expect(frame).toMatchObject({ seq: 2, kind: 2, isDelta: true, isPacked: false, id: frames[1]!.id, fingerprint });
  expect(frame.content).toBe(frame.content);
  expect(frame.content.buffer).toBe(chunk.frame(0).metadata.buffer);
  expect(chunk.frame(0).fingerprint).toBeUndefined();
});
