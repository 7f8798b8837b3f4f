/** A model of a frame log: an array. Random operations run on both, and all reads must agree. */
import { hash } from "node:crypto";
import * as fc from "fast-check";
import { expect } from "vitest";
import type {
  Disk,
  FrameId,
  FrameInput,
  FrameKind,
  FrameLog,
  OpenFrameLogOptions,
  StoredFrame,
} from "../../src/index.ts";
import { openFrameLog, toFrameId } from "../../src/index.ts";
import { violationsOf } from "./stores.ts";

/** A frame to append, before ids and contents are made of it. */
export interface FrameRecipe {
  readonly kind: FrameKind;
  readonly content: "near" | "random" | "empty" | "long" | "huge";
  readonly salt: number;
  /** Which earlier frame lends its id, if any. */
  readonly again: number | undefined;
  readonly hasFingerprint: boolean;
  readonly metadata: Record<string, unknown>;
}

export type Operation =
  | { readonly verb: "append"; readonly frames: readonly FrameRecipe[]; readonly isAwaited: boolean }
  | { readonly verb: "flush" | "reopen" | "pause" | "resume" | "idle" | "verify" | "reader" | "refresh" }
  | { readonly verb: "month"; readonly months: number }
  | { readonly verb: "scan" | "read"; readonly from: number; readonly count: number };

interface Kept extends StoredFrame {
  readonly fingerprint: Uint8Array | undefined;
}

const recipes: fc.Arbitrary<FrameRecipe> = fc.record({
  kind: fc.constantFrom<FrameKind>("memory", "memory", "memory", "update", "tombstone", "touch", "checkpoint"),
  content: fc.oneof(
    { weight: 60, arbitrary: fc.constant("near" as const) },
    { weight: 25, arbitrary: fc.constant("random" as const) },
    { weight: 10, arbitrary: fc.constant("empty" as const) },
    { weight: 5, arbitrary: fc.constant("long" as const) },
  ),
  salt: fc.nat(1000),
  again: fc.option(fc.nat(5000), { nil: undefined, freq: 4 }),
  hasFingerprint: fc.boolean(),
  metadata: fc.oneof(
    fc.constant({}),
    fc.record({ speaker: fc.constantFrom("Ada", "Büchner"), n: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ text: fc.string({ unit: "binary", maxLength: 30 }), list: fc.array(fc.boolean(), { maxLength: 3 }) }),
  ),
});

const appends = (frames: fc.Arbitrary<FrameRecipe[]>): fc.Arbitrary<Operation> =>
  fc.record({ verb: fc.constant("append" as const), frames, isAwaited: fc.boolean() });

const ranges = fc.record({
  verb: fc.constantFrom("scan" as const, "read" as const),
  from: fc.nat(5000),
  count: fc.nat(60),
});

/** Sequences of operations in which segments fill, are sealed and merged. */
export const operations: fc.Arbitrary<Operation[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: appends(fc.array(recipes, { minLength: 1, maxLength: 60, size: "max" })) },
    { weight: 3, arbitrary: ranges },
    {
      weight: 6,
      arbitrary: fc.record({
        verb: fc.constantFrom(
          ...(["flush", "reopen", "pause", "resume", "idle", "verify", "reader", "refresh", "refresh"] as const),
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ verb: fc.constant("month" as const), months: fc.integer({ min: -2, max: 2 }) }),
    },
  ),
  { minLength: 5, maxLength: 40, size: "max" },
);

/** One frame of about 1 MiB, beyond what one group holds. */
export const HUGE: FrameRecipe = {
  kind: "memory",
  content: "huge",
  salt: 1,
  again: undefined,
  hasFingerprint: true,
  metadata: {},
};

/** Runs operations on a log and on an array. */
export async function runOnModel(
  list: readonly Operation[],
  options: Omit<OpenFrameLogOptions, "clock" | "readOnly"> & { readonly disk: Disk },
): Promise<void> {
  const state: State = {
    kept: [],
    acknowledged: 0,
    now: Date.UTC(2026, 10, 21),
    reader: undefined,
    log: undefined as never,
    open: () => openFrameLog({ ...options, clock: () => state.now }),
    openReader: () => openFrameLog({ ...options, readOnly: true }),
  };
  state.log = await state.open();
  try {
    for (const operation of list) await run(operation, state);
    await checkAll(state.log, state.kept);
    await state.log.background.idle();
    expect(state.log.stats().backgroundError).toBeUndefined();
    await checkAll(state.log, state.kept);
    expect(await violationsOf(state.log)).toEqual([]);
    await state.reader?.close();
    await state.log.close();
    state.log = await state.open();
    expect(state.log.recovery).toMatchObject({ clean: true, frames: state.kept.length });
    await checkAll(state.log, state.kept);
  } finally {
    await state.log.close();
  }
}

interface State {
  readonly kept: Kept[];
  acknowledged: number;
  now: number;
  reader: FrameLog | undefined;
  log: FrameLog;
  readonly open: () => Promise<FrameLog>;
  readonly openReader: () => Promise<FrameLog>;
}

async function run(operation: Operation, state: State): Promise<void> {
  const { log } = state;
  switch (operation.verb) {
    case "append":
      return append(operation.frames, operation.isAwaited, state);
    case "flush":
      await log.flush();
      state.acknowledged = state.kept.length;
      return;
    case "pause":
      return log.background.pause();
    case "resume":
      return log.background.resume();
    case "idle":
      return log.background.idle();
    case "reopen":
      await log.close();
      state.log = await state.open();
      expect(state.log.recovery).toMatchObject({ clean: true, frames: state.kept.length });
      state.acknowledged = state.kept.length;
      return;
    case "verify":
      expect(await violationsOf(log)).toEqual([]);
      return;
    case "month":
      state.now = new Date(state.now).setUTCMonth(new Date(state.now).getUTCMonth() + operation.months);
      return;
    case "scan":
    case "read":
      return check(log, state.kept, operation);
    case "reader":
    case "refresh":
      return useReader(operation.verb, state);
  }
}

async function append(frames: readonly FrameRecipe[], isAwaited: boolean, state: State): Promise<void> {
  const durables: Promise<void>[] = [];
  for (const recipe of frames) {
    await state.log.ready();
    const lender = recipe.again === undefined ? undefined : state.kept[recipe.again % (state.kept.length + 1)];
    const { kind, metadata } = recipe;
    const fingerprint = recipe.hasFingerprint ? new Uint8Array(8).fill(recipe.salt % 9) : undefined;
    const content = contentOf(recipe, state.kept.length);
    const timestamp = state.now - (recipe.salt % 3);
    const family = recipe.content === "near" ? `family ${recipe.salt % 2}` : undefined;
    const input: FrameInput = { id: lender?.id, kind, timestamp, content, metadata, fingerprint, family };
    const { id, seq, durable } = state.log.append(input);
    expect(seq).toBe(state.kept.length + 1);
    state.kept.push({ id, seq, kind, timestamp, content: content.slice(), metadata, fingerprint });
    content.fill(0); // the log has its own copy
    durables.push(durable);
  }
  if (!isAwaited) return;
  await Promise.all(durables);
  state.acknowledged = state.kept.length;
}

function contentOf({ content, salt }: FrameRecipe, n: number): Uint8Array {
  switch (content) {
    case "near":
      return new TextEncoder().encode(
        `On the ${n}th day of ${"a long and winding tale ".repeat(1 + (salt % 4))} she said ${salt % 5 === 0 ? n : "yes"}, and that was all there was to say.`,
      );
    case "random":
      return Uint8Array.from({ length: salt % 300 }, (_, at) => (at * 7919 + salt * 104729 + n) >>> 3);
    case "empty":
      return new Uint8Array(0);
    case "long":
      return new Uint8Array(20_000 + salt).fill(salt);
    case "huge":
      return Uint8Array.from({ length: 1_100_000 }, (_, at) => at ^ (at >>> 8));
  }
}

async function useReader(verb: "reader" | "refresh", state: State): Promise<void> {
  const { acknowledged } = state;
  if (verb === "reader" || state.reader === undefined) {
    await state.reader?.close();
    state.reader = await state.openReader();
  } else {
    await state.reader.refresh();
  }
  const { frames } = state.reader.stats();
  expect(frames).toBeGreaterThanOrEqual(acknowledged);
  await checkAll(state.reader, state.kept.slice(0, frames));
}

async function checkAll(log: FrameLog, kept: readonly Kept[]): Promise<void> {
  await check(log, kept, { verb: "scan", from: 0, count: kept.length });
  await check(log, kept, { verb: "read", from: 0, count: 25 });
  const ids = new Map<FrameId, number>(kept.map(({ id, seq }) => [id, seq]));
  for (const [id, seq] of [...ids].slice(-30)) expect(log.locate(id)).toBe(seq);
  expect(log.locate(toFrameId("0123456789abcdef"))).toBeUndefined();
  for (let salt = 0; salt < 10; salt++) {
    const fingerprint = new Uint8Array(8).fill(salt);
    const expected = kept.filter((frame) => frame.fingerprint?.[0] === salt).map(({ seq }) => seq);
    expect([...log.withFingerprint(fingerprint)]).toEqual(expected.toReversed());
  }
}

async function check(
  log: FrameLog,
  kept: readonly Kept[],
  { verb, from, count }: { readonly verb: "scan" | "read"; readonly from: number; readonly count: number },
): Promise<void> {
  if (verb === "scan") return checkScan(log, kept, { from, count });
  for (let step = 0; step < count && kept.length > 0; step++) {
    const frame = kept[(from + step * 37) % kept.length]!;
    const newest = kept.findLast(({ id }) => id === frame.id);
    expect(lineOf(await log.readAt(frame.seq))).toBe(lineOf(frame));
    expect(lineOf(await log.read(frame.id))).toBe(lineOf(newest));
  }
  expect(await log.readAt(kept.length + 1)).toBeUndefined();
}

/** What is committed may be less than what was appended: everything up to the frame read before is. */
async function checkScan(log: FrameLog, kept: readonly Kept[], range: { from: number; count: number }): Promise<void> {
  if (kept.length === 0) return;
  const fromSeq = 1 + (range.from % kept.length);
  const toSeq = Math.min(kept.length, fromSeq + range.count);
  await log.readAt(toSeq); // waits for its commit
  const found: string[] = [];
  for await (const frame of log.scan({ fromSeq, toSeq })) found.push(lineOf(frame));
  expect(found).toEqual(kept.slice(fromSeq - 1, toSeq).map((frame) => lineOf(frame)));
}

/** All of a frame in one line: comparing large arrays byte by byte takes the test runner seconds. */
function lineOf(frame: StoredFrame | undefined): string {
  if (frame === undefined) return "none";
  const { seq, id, kind, timestamp, content, metadata } = frame;
  const isPlain = Object.getPrototypeOf(content) === Uint8Array.prototype;
  const digest = `${content.length} ${hash("sha1", content)}${isPlain ? "" : " not a plain Uint8Array"}`;
  return `${seq} ${id} ${kind} ${timestamp} ${digest} ${JSON.stringify(metadata)}`;
}
