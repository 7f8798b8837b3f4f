import { expect, test } from "vitest";
import { fileOf, framesOf, noise, openBytes, rawFrame, sealBytes } from "../../support/sealed.ts";
import { openSealed } from "../../../src/sealed/segment-reader.ts";

const frames = Array.from({ length: 3000 }, (_, n) => rawFrame(n + 1));

test("chunks come in order, whichever was inflated first, stored ones among them", async () => {
  const mixed = frames.map((frame, n) => (n % 700 === 3 ? { ...frame, content: noise(40_000, n) } : frame));
  const segment = await openBytes(await sealBytes(mixed));
  expect((await framesOf(segment)).map(({ seq }) => seq)).toEqual(mixed.map(({ seq }) => seq));
});

test("chunks before a damaged one are given out, and its error says how far it may have reached", async () => {
  const bytes = await sealBytes(frames);
  const whole = await openBytes(bytes);
  bytes[bytes.indexOf("feed4302", 30_000, "hex") + 60]! ^= 1;
  const segment = openSealed(await fileOf(bytes), "/segment");
  const seqs: number[] = [];
  const scan = async (): Promise<void> => {
    for await (const { lastSeq } of segment.scan(1, 3000)) seqs.push(lastSeq);
  };
  const lost = await scan().then(undefined, (error: { details: { seq: number } }) => error.details.seq);
  expect(seqs.length).toBeGreaterThan(3);
  expect(seqs.at(-1)).toBeLessThan(lost!);
  const next = (seqs.at(-1) ?? 0) + 1;
  expect(whole.locate(next)?.chunk).toBe(whole.locate(lost!)?.chunk);
});

test("chunks before a part that the disk cannot read are given out first", async () => {
  const large = frames.slice(0, 200).map((frame, n) => ({ ...frame, content: noise(20_000, n) }));
  const bytes = await sealBytes(large);
  const file = await fileOf(bytes);
  const readSync = (into: Uint8Array, at: number): number => {
    if (at > 2_000_000 && at < bytes.length - 100_000) throw new Error("the disk is broken");
    return file.readSync(into, at);
  };
  const seqs: number[] = [];
  const scan = async (): Promise<void> => {
    const segment = openSealed({ ...file, readSync }, "/segment", { sizeBytes: bytes.length });
    for await (const { firstSeq } of segment.scan(1, 200)) seqs.push(firstSeq);
  };
  await expect(scan()).rejects.toThrow("the disk is broken");
  expect(seqs.length).toBeGreaterThan(90);
  expect(seqs).toEqual(large.slice(0, seqs.length).map(({ seq }) => seq));
});

test("a scan that is left early leaves nothing behind that fails", async () => {
  const bytes = await sealBytes(frames);
  for (let at = 20_000; at < 40_000; at += 500) bytes[at]! ^= 1;
  for await (const chunk of openSealed(await fileOf(bytes), "/segment").scan(1, 3000)) {
    expect(chunk.firstSeq).toBe(1);
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 20));
});
