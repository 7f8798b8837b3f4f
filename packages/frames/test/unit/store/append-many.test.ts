import { expect, test } from "vitest";
import { memoryDisk } from "../../../src/index.ts";
import type { FrameInput, FrameLog } from "../../../src/index.ts";
import { allTexts, bytesOf, withLog } from "../../support/stores.ts";
import { systemError, wrapDisk } from "../../support/wrapped-disk.ts";

const inMemory = { dir: "/s" };

function* numbered(count: number, sizeBytes = 10): Generator<FrameInput> {
  for (let n = 0; n < count; n++) yield { content: bytesOf(`${n}`.padEnd(sizeBytes)) };
}

test("each frame has its place before the next is asked for, so that the source can leave out what is there", async () => {
  await withLog({ ...inMemory, disk: memoryDisk() }, async (log) => {
    const fingerprints = [1, 2, 1, 3, 2].map((n) => new Uint8Array(8).fill(n));
    function* distinct(): Generator<FrameInput> {
      for (const fingerprint of fingerprints) {
        if ([...log.withFingerprint(fingerprint)].length > 0) continue;
        yield { content: bytesOf(`${fingerprint[0]}`), fingerprint };
      }
    }
    const seqs: number[] = [];
    const result = await log.appendMany(distinct(), { onAppended: ({ seq }) => void seqs.push(seq) });
    expect(result).toEqual({ frames: 3 });
    expect(seqs).toEqual([1, 2, 3]);
    expect(await allTexts(log)).toEqual(["1", "2", "3"]);
  });
});

test("all are durable when it resolves, from an asynchronous source too", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ ...inMemory, disk }, async (log) => {
    async function* later(): AsyncGenerator<FrameInput> {
      for (const frame of numbered(50)) {
        await Promise.resolve();
        yield frame;
      }
    }
    expect(await log.appendMany(later())).toEqual({ frames: 50 });
    expect(log.stats()).toMatchObject({ frames: 50, queuedFrames: 0 });
    expect(disk.counts.through).toBeGreaterThan(0);
    expect(await log.appendMany([])).toEqual({ frames: 0 });
  });
});

test("a long source never fills the queue above its bound by more than a frame", async () => {
  await withLog({ ...inMemory, disk: memoryDisk(), maxQueuedBytes: 4096, rowBytes: 8192 }, async (log) => {
    let most = 0;
    const onAppended = (): void => void (most = Math.max(most, log.stats().queuedBytes));
    await log.appendMany(numbered(500, 300), { onAppended });
    expect(most).toBeGreaterThan(3000);
    expect(most).toBeLessThan(4096 + 500);
    expect(await allTexts(log)).toHaveLength(500);
  });
});

test("a frame that is larger than the whole queue waits until it is alone", async () => {
  await withLog({ ...inMemory, disk: memoryDisk(), maxQueuedBytes: 1024 }, async (log) => {
    const source = [{ content: bytesOf("small") }, { content: new Uint8Array(50_000) }, { content: bytesOf("last") }];
    const seqs: number[] = [];
    await log.appendMany(source, { onAppended: ({ seq }) => void seqs.push(seq) });
    expect(seqs).toEqual([1, 2, 3]);
    expect((await log.readAt(2))?.content).toHaveLength(50_000);
  });
});

test("others get their turn while a source that never waits is read", async () => {
  await withLog({ ...inMemory, disk: memoryDisk(), durability: "none" }, async (log) => {
    let turns = 0;
    let isOver = false;
    const tick = (): void => {
      turns++;
      if (!isOver) setImmediate(tick);
    };
    setImmediate(tick);
    function* slow(): Generator<FrameInput> {
      for (const frame of numbered(64)) {
        for (const until = performance.now() + 1; performance.now() < until;);
        yield frame;
      }
    }
    await log.appendMany(slow());
    isOver = true;
    expect(turns).toBeGreaterThan(2);
  });
});

test("what was appended before an abort or a failure is kept, and the source is closed", async () => {
  await withLog({ ...inMemory, disk: memoryDisk() }, async (log) => {
    let closed = 0;
    function* source(): Generator<FrameInput> {
      try {
        yield* numbered(100);
      } finally {
        closed++;
      }
    }
    const controller = new AbortController();
    const stopAt = (seq: number, stop: () => void) => (appended: { readonly seq: number }) => {
      if (appended.seq === seq) stop();
    };
    const abort = (): void => controller.abort(new Error("enough"));
    const options = { signal: controller.signal, onAppended: stopAt(3, abort) };
    await expect(log.appendMany(source(), options)).rejects.toThrow("enough");
    await expect(log.appendMany(source(), { signal: controller.signal })).rejects.toThrow("enough");
    const fail = (): void => {
      throw new Error("no more");
    };
    await expect(log.appendMany(source(), { onAppended: stopAt(5, fail) })).rejects.toThrow("no more");
    await expect(log.appendMany([{ content: "text" } as unknown as FrameInput])).rejects.toThrow(TypeError);
    expect(closed).toBe(2);
    await log.flush();
    expect(await allTexts(log)).toHaveLength(5);
  });
});

test("a failed write and a closed log end it with their codes; unknown options are misuse", async () => {
  const disk = wrapDisk(memoryDisk());
  let closing: Promise<void> | undefined;
  const closeAt = (log: FrameLog, seq: number) => (appended: { readonly seq: number }) => {
    if (appended.seq === seq) closing = log.close();
  };
  await withLog({ ...inMemory, disk }, async (log) => {
    await expect(log.appendMany([], { onappended: () => undefined } as object)).rejects.toThrow(TypeError);
    await expect(log.appendMany(numbered(9), { onAppended: closeAt(log, 4) })).rejects.toMatchObject({
      code: "FRAMES_CLOSED",
    });
    await closing;
  });
  await withLog({ ...inMemory, disk }, async (log) => {
    expect(await allTexts(log)).toHaveLength(4);
    disk.onStep = (step) => {
      if (step === "through") throw systemError("EIO");
    };
    await expect(log.appendMany(numbered(9))).rejects.toMatchObject({ code: "FRAMES_POISONED" });
    disk.onStep = () => undefined;
  });
});
