import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Disk, FrameId, FrameKind, FrameLog, StoredFrame } from "../../src/index.ts";
import { memoryDisk } from "../../src/index.ts";
import { NOW, violationsOf } from "../support/stores.ts";
import { allFrames, DAY_MS, filesWith, openSmall } from "../support/upkeep.ts";

type Step =
  | {
      readonly do: "append";
      readonly id: number;
      readonly kind: FrameKind;
      readonly sizeBytes: number;
      readonly family: boolean;
    }
  | { readonly do: "erase"; readonly id: number }
  | { readonly do: "compact"; readonly retentionDays: number }
  | { readonly do: "reopen" | "idle" | "repair" }
  | { readonly do: "days"; readonly days: number };

const IDS = 6;
const TEXT = "what was said there, who said it, and why it was worth a note; ".repeat(20);
const idOf = (number: number): FrameId => `${number}`.padStart(16, "cafe0123456789ab") as FrameId;
const markerOf = (seq: number): string => `${(seq * 7919).toString(36)}-marker-${(seq * 104_729).toString(36)}`;

const append = fc.record({
  do: fc.constant("append" as const),
  id: fc.nat({ max: IDS - 1 }),
  kind: fc.constantFrom<FrameKind[]>("memory", "memory", "update", "tombstone", "touch", "checkpoint"),
  sizeBytes: fc.constantFrom(0, 60, 300, 900),
  family: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 14, arbitrary: append },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("erase" as const), id: fc.nat({ max: IDS - 1 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("compact" as const), retentionDays: fc.constantFrom(0, 3, 30) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("reopen" as const, "idle" as const, "repair" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("days" as const), days: fc.nat({ max: 40 }) }) },
);

/** The log as a list in memory, by the same rules. */
interface Model {
  frames: StoredFrame[];
  erased: string[];
  now: number;
  nextSeq: number;
}

const isContent = ({ kind }: StoredFrame): boolean => kind !== "touch" && kind !== "checkpoint";

function modelCompact(model: Model, retentionMs: number): void {
  const cutoff = model.now - retentionMs;
  const isSuperseded = (frame: StoredFrame, at: number): boolean => {
    const next = model.frames.slice(at + 1).find((other) => other.id === frame.id && isContent(other));
    return isContent(frame) && next !== undefined && next.timestamp <= cutoff;
  };
  const left = model.frames.filter((frame, at) => !isSuperseded(frame, at));
  const kept: StoredFrame[] = [];
  for (const frame of left) {
    const isOld = frame.kind === "tombstone" && frame.timestamp <= cutoff;
    if (!isOld || kept.some(({ id }) => id === frame.id)) kept.push(frame);
  }
  model.frames = kept;
}

function modelErase(model: Model, id: FrameId): void {
  model.frames = model.frames.map((frame) => {
    if (frame.id !== id) return frame;
    if (frame.content.length > 40) model.erased.push(markerOf(frame.seq));
    return { ...frame, kind: "tombstone" as const, content: new Uint8Array(), metadata: {} };
  });
}

async function check(log: FrameLog, disk: Disk, model: Model): Promise<void> {
  await log.flush();
  const plain = (frame: StoredFrame | undefined): unknown =>
    frame === undefined ? undefined : { ...frame, content: Buffer.from(frame.content).toString() };
  expect((await allFrames(log)).map(plain)).toEqual(model.frames.map(plain));
  for (let number = 0; number < IDS; number++) {
    const id = idOf(number);
    expect(plain(await log.read(id))).toEqual(plain(model.frames.findLast((frame) => frame.id === id)));
  }
  for (let seq = 1; seq < model.nextSeq; seq++) {
    expect(plain(await log.readAt(seq))).toEqual(plain(model.frames.find((frame) => frame.seq === seq)));
  }
  for (const marker of model.erased) expect(await filesWith(disk, "/s", Buffer.from(marker))).toEqual([]);
  expect(await violationsOf(log)).toEqual([]);
}

function appendStep(log: FrameLog, model: Model, input: Extract<Step, { do: "append" }>): Promise<void> {
  const id = idOf(input.id);
  const seq = model.nextSeq++;
  const content = Buffer.from(input.sizeBytes === 0 ? "" : (markerOf(seq) + TEXT).slice(0, input.sizeBytes));
  const metadata = seq % 3 === 0 ? { seq, note: "kept" } : {};
  const { kind } = input;
  model.frames.push({ id, seq, kind, timestamp: model.now, content: Uint8Array.from(content), metadata });
  return log.append({ id, kind, content, metadata, family: input.family ? "f" : undefined }).durable;
}

test("whatever upkeep does, the log reads like its model, and erased bytes are nowhere", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 90 }),
      fc.constantFrom(1024, 4096, 65_536),
      async (steps, rowBytes) => {
        const disk = memoryDisk();
        const model: Model = { frames: [], erased: [], now: NOW, nextSeq: 1 };
        const open = (): Promise<FrameLog> =>
          openSmall(disk, { rowBytes, segmentBytes: 16_384, clock: () => model.now });
        let log = await open();
        const pending: Promise<void>[] = [];
        for (const one of steps) {
          if (one.do === "append") pending.push(appendStep(log, model, one));
          else if (one.do === "days") model.now += one.days * DAY_MS;
          else if (one.do === "idle") await log.background.idle();
          else if (one.do === "reopen") {
            await log.close();
            log = await open();
          } else {
            if (one.do === "erase") {
              await log.erase(idOf(one.id));
              modelErase(model, idOf(one.id));
            } else if (one.do === "compact") {
              await log.compact({ retentionMs: one.retentionDays * DAY_MS, leastDroppedShare01: 0 });
              modelCompact(model, one.retentionDays * DAY_MS);
            } else await log.repair(); // finds nothing: the check below would not be clean otherwise
            await check(log, disk, model);
          }
        }
        await Promise.all(pending);
        await log.close();
        log = await open();
        await check(log, disk, model);
        expect(log.stats().backgroundError).toBeUndefined();
        await log.close();
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);
