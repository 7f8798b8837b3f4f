import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryDisk, openFrameLog, toFrameId } from "../../../src/index.ts";
import type { Disk, FrameLog } from "../../../src/index.ts";
import { allTexts, appendTexts, bytesOf, MONTH, namesIn, textOf, violationsOf, withLog } from "../../support/stores.ts";
import { wrapDisk } from "../../support/wrapped-disk.ts";

const CLOSED = { code: "FRAMES_CLOSED" };

test("a scan honours its range and its signal, and may be left early", async () => {
  const disk = wrapDisk(memoryDisk());
  await withLog({ dir: "/s", disk, rowBytes: 65_536 }, async (log) => {
    await appendTexts(
      log,
      Array.from({ length: 2000 }, (_, i) => `${i + 1} ${"x".repeat(300)}`),
    );
    await log.background.idle();
    const seqs: number[] = [];
    for await (const frame of log.scan({ fromSeq: 1500, toSeq: 1502 })) seqs.push(frame.seq);
    expect(seqs).toEqual([1500, 1501, 1502]);
    for await (const frame of log.scan()) if (frame.seq === 5) break;
    const stop = new AbortController();
    const read = (async () => {
      for await (const frame of log.scan({ signal: stop.signal }))
        if (frame.seq === 10) stop.abort(new Error("enough"));
    })();
    await expect(read).rejects.toThrow("enough");
    expect(() => log.scan({ fromSeq: 0 })).toThrow(RangeError);
    expect(() => log.scan({ from: 1 } as never)).toThrow(/unknown option "from"/);
  });
  expect(disk.openFiles.size).toBe(0); // also those of the scan that was left
});

test("a frame with an id that exists supersedes it for read, and history keeps both", async () => {
  const disk = memoryDisk();
  const id = toFrameId("00000000000000ff");
  for (let round = 0; round < 2; round++) {
    await withLog({ dir: "/s", disk }, async (log) => {
      if (round === 0) {
        await log.append({ id, content: bytesOf("old") }).durable;
        expect(textOf(await log.read(id))).toBe("old");
        log.append({ id, kind: "update", content: bytesOf("new") });
      }
      expect(await log.read(id)).toMatchObject({ kind: "update", seq: 2 });
      expect(textOf(await log.readAt(1))).toBe("old");
    });
  }
});

test("fingerprints find all frames that have them, newest first, queued ones too", async () => {
  const disk = memoryDisk();
  const [a, b] = [new Uint8Array(8).fill(1), new Uint8Array(8).fill(2)];
  await withLog({ dir: "/s", disk, rowBytes: 1024 }, async (log) => {
    for (let n = 0; n < 40; n++) log.append({ content: bytesOf(`${n}`), fingerprint: n % 3 === 0 ? a : b });
    log.append({ content: bytesOf("none") });
    const expected = Array.from({ length: 14 }, (_, n) => 40 - 3 * n);
    expect([...log.withFingerprint(a)]).toEqual(expected);
    await log.flush();
    await log.background.idle();
    expect([...log.withFingerprint(a)]).toEqual(expected);
    expect([...log.withFingerprint(new Uint8Array(8))]).toEqual([]);
    expect(() => log.withFingerprint(new Uint8Array(7))).toThrow(TypeError);
  });
});

test("who walks a fingerprint's frames may wait between them while segments are sealed and merged", async () => {
  const disk = wrapDisk(memoryDisk());
  const fingerprint = new Uint8Array(8).fill(1);
  await withLog({ dir: "/s", disk, rowBytes: 1024, segmentBytes: 65_536 }, async (log) => {
    log.background.pause();
    for (let n = 0; n < 300; n++) log.append({ content: bytesOf(`${n}`), fingerprint });
    await log.flush();
    const seqs: number[] = [];
    for (const seq of log.withFingerprint(fingerprint)) {
      seqs.push(seq);
      if (seq === 250) log.background.resume();
      if (seq % 50 === 0) await log.background.idle();
      expect((await log.readAt(seq))?.seq).toBe(seq);
    }
    expect(seqs).toEqual(Array.from({ length: 300 }, (_, n) => 300 - n));
    expect(log.stats().segments).toBeLessThan(10);
  });
});

test("after close every verb fails, close is idempotent, and no file stays open", async () => {
  const disk = wrapDisk(memoryDisk());
  const log = await openFrameLog({ dir: "/s", disk, rowBytes: 1024 });
  const { id, durable } = log.append({ content: bytesOf("one") });
  const scan = log.scan()[Symbol.asyncIterator]();
  await appendTexts(
    log,
    Array.from({ length: 100 }, (_, n) => `${n}`),
  );
  await scan.next();
  const closing = log.close();
  expect(log.close()).toBe(closing);
  await closing;
  await durable;
  expect(() => log.append({ content: bytesOf("x") })).toThrow(expect.objectContaining(CLOSED));
  expect(() => log.locate(id)).toThrow(expect.objectContaining(CLOSED));
  expect(() => log.withFingerprint(new Uint8Array(8))).toThrow(expect.objectContaining(CLOSED));
  await expect(log.read(id)).rejects.toMatchObject(CLOSED);
  await expect(log.readAt(1)).rejects.toMatchObject(CLOSED);
  await expect(log.flush()).rejects.toMatchObject(CLOSED);
  await expect(log.ready()).rejects.toMatchObject(CLOSED);
  await expect(log.refresh()).rejects.toMatchObject(CLOSED);
  await expect(allTexts(log)).rejects.toMatchObject(CLOSED);
  await expect(violationsOf(log)).rejects.toMatchObject(CLOSED);
  const rest = (async () => {
    for (;;) if ((await scan.next()).done === true) return;
  })();
  await expect(rest).rejects.toMatchObject(CLOSED); // never cut short in silence
  expect(disk.openFiles.size).toBe(0);
  await withLog({ dir: "/s", disk }, async (again) => expect(again.recovery.clean).toBe(true));
});

test("close commits what is queued and ends the background work that was paused", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk, rowBytes: 1024 }, async (log) => {
    log.background.pause();
    for (let n = 0; n < 200; n++) log.append({ content: bytesOf(`${n}`) });
  });
  expect((await namesIn(disk, "/s")).filter((name) => name.startsWith("rows-")).length).toBeLessThanOrEqual(1);
  await withLog({ dir: "/s", disk }, async (log) => expect(log.stats().frames).toBe(200));
});

test("misuse of append names the argument and changes nothing", async () => {
  await withLog({ dir: "/s", disk: memoryDisk() }, async (log) => {
    expect(() => log.append({ content: "text" as never })).toThrow(/content must/);
    expect(() => log.append({ content: bytesOf("x"), text: 1 } as never)).toThrow(/unknown option "text"/);
    expect(() => log.append({ content: bytesOf("x"), metadata: { $x: 1 } })).toThrow(TypeError);
    expect(() => log.append({ content: bytesOf("x"), fingerprint: new Uint8Array(9) })).toThrow(/fingerprint/);
    expect(() => log.append({ content: bytesOf("x"), family: 5 as never })).toThrow(/family/);
    expect(() => log.append({ content: bytesOf("x"), kind: "thought" as never })).toThrow(/kind/);
    expect(() => log.append({ content: bytesOf("x"), timestamp: 0.5 })).toThrow(/timestamp/);
    expect(() => log.append({ content: bytesOf("x"), timestamp: 1e16 })).toThrow(RangeError);
    expect(() => log.append({ id: "x" as never, content: bytesOf("x") })).toThrow(TypeError);
    await expect(log.read("x" as never)).rejects.toThrow(TypeError);
    await expect(log.readAt(0.5)).rejects.toThrow(TypeError);
    expect(log.append({ content: bytesOf("x") }).seq).toBe(1);
  });
  await withLog({ dir: "/s", disk: memoryDisk(), clock: () => Number.NaN }, async (log) => {
    expect(() => log.append({ content: bytesOf("x") })).toThrow(/clock/);
  });
  await withLog({ dir: "/s", disk: memoryDisk(), clock: () => 8.64e15 }, async (log) => {
    expect(() => log.append({ content: bytesOf("x") })).toThrow(/clock/);
    expect(log.stats()).toMatchObject({ frames: 0, segments: 0 });
  });
});

/** Reads on behind each frame that is damaged, as the documentation of `scan` says. */
async function survivors(log: FrameLog): Promise<number[]> {
  const seqs: number[] = [];
  for (let fromSeq = 1; ;) {
    try {
      for await (const frame of log.scan({ fromSeq })) seqs.push(frame.seq);
      return seqs;
    } catch (error) {
      fromSeq = (error as { details: { seq: number } }).details.seq + 1;
    }
  }
}

test("a row that rots after open is reported by read, scan and verify, and the others stay readable", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["one", "two", "three"]);
    const [name = ""] = await namesIn(disk, "/s");
    const file = await disk.open(join("/s", MONTH, name), "write");
    await file.write(new Uint8Array([0xaa]), 64 + 44 + 20); // in the second row
    await expect(log.readAt(2)).rejects.toMatchObject({ code: "FRAMES_CORRUPT", details: { seq: 2 } });
    expect(await survivors(log)).toEqual([1, 3]);
    expect(await violationsOf(log)).toMatchObject([
      { file: `${MONTH}/${name}`, offset: 108, kind: "damaged-frame" },
      { kind: "missing-frames" },
    ]);
  });
});

test("a sealed chunk that rots takes its own frames only", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk, rowBytes: 65_536 }, async (log) => {
    await appendTexts(
      log,
      Array.from({ length: 600 }, (_, n) => `${n} ${"y".repeat(n % 200)}`),
    );
    await log.background.idle();
    const sealed = (await namesIn(disk, "/s")).filter((name) => !name.startsWith("rows-"));
    expect(sealed).toHaveLength(1);
    const file = await disk.open(join("/s", MONTH, sealed[0]!), "write");
    await file.write(new Uint8Array([0xaa, 0xbb]), Math.floor((await file.size()) / 3));
    const seqs = await survivors(log);
    const lost = Array.from({ length: 600 }, (_, n) => n + 1).filter((seq) => !seqs.includes(seq));
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.length).toBeLessThanOrEqual(50);
    expect(lost.at(-1)! - lost[0]!).toBe(lost.length - 1);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    await expect(log.readAt(lost[0]!)).rejects.toMatchObject({ code: "FRAMES_CORRUPT" });
    expect(await violationsOf(log)).toMatchObject([{ kind: "damaged-frame" }]);
  });
});

test("a segment that is removed while open is reported by verify", async () => {
  const disk = memoryDisk();
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["one", "two"]);
    const [name = ""] = await namesIn(disk, "/s");
    await disk.remove(join("/s", MONTH, name));
    expect((await violationsOf(log)).map((violation) => violation.kind)).toEqual(["missing-segment"]);
    await disk.mkdir("/s/other");
    const file = await disk.open(join("/s", MONTH, name), "create");
    await file.close();
  });
});

test("several places are read at once, queued frames too, and places that nobody has are empty", async () => {
  await withLog({ dir: "/s", disk: memoryDisk() }, async (log) => {
    await appendTexts(log, ["one", "two"]);
    log.append({ content: bytesOf("three") });
    const read = await log.readManyAt([3, 1, 99, 2, 3]);
    expect(read.map(textOf)).toEqual(["three", "one", undefined, "two", "three"]);
    expect(await log.readManyAt([])).toEqual([]);
    await expect(log.readManyAt([1, 0])).rejects.toThrow(RangeError);
  });
});

test("verify beside appends judges what was committed when it began", async () => {
  await withLog({ dir: "/s", disk: memoryDisk(), rowBytes: 2048 }, async (log) => {
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 10; n++) log.append({ content: bytesOf(`${round} ${n}`) });
      const found = violationsOf(log);
      for (let n = 0; n < 10; n++) log.append({ content: bytesOf(`${round} ${n}`) });
      expect(await found).toEqual([]);
    }
  });
});

test("verify does not judge a commit that is on its way", async () => {
  const inner = memoryDisk();
  let gate = Promise.resolve();
  const disk: Disk = {
    ...inner,
    open: async (...args) => {
      const file = await inner.open(...args);
      return { ...file, write: (bytes, position) => gate.then(() => file.write(bytes, position)) };
    },
  };
  await withLog({ dir: "/s", disk }, async (log) => {
    await appendTexts(log, ["one"]);
    let open = (): void => undefined;
    gate = new Promise((resolve) => {
      open = resolve;
    });
    const { durable } = log.append({ content: bytesOf("two") });
    expect(await violationsOf(log)).toEqual([]);
    open();
    await durable;
    expect(await violationsOf(log)).toEqual([]);
  });
});

test("a scan that began before a refresh goes on in its snapshot", async () => {
  const disk = wrapDisk(memoryDisk());
  const options = { dir: "/s", disk, rowBytes: 1024, segmentBytes: 65_536 };
  await withLog(options, async (log) => {
    log.background.pause();
    const texts = Array.from({ length: 200 }, (_, n) => `${n}`);
    await appendTexts(log, texts);
    await withLog({ ...options, readOnly: true }, async (reader) => {
      const found: string[] = [];
      for await (const frame of reader.scan()) {
        found.push(textOf(frame) ?? "");
        if (found.length !== 20) continue;
        log.background.resume();
        await log.background.idle();
        await Promise.all([reader.refresh(), reader.refresh()]);
      }
      expect(found).toEqual(texts);
      expect(reader.stats().rowSegments).toBe(1);
    });
  });
  expect(disk.openFiles.size).toBe(0);
});
