import { expect, test } from "vitest";
import { toFrameId } from "../../../src/frame-id.ts";
import { Appender, type AppenderParts } from "../../../src/store/appender.ts";
import type { DeltaMaker } from "../../../src/store/committer.ts";
import { createOpenState } from "../../../src/store/open-state.ts";
import { bytesOf, NOW } from "../../support/stores.ts";

const ID = toFrameId("00000000000000aa");

/** An appender in front of a committer that writes down what it is given. */
function setUp({ clock = (): number => NOW, room = () => undefined as Promise<void> | undefined } = {}) {
  const calls: { seq: number; id: string; text: string; timestamp: number; now: number; delta: unknown }[] = [];
  const remembered: [family: string, seq: number, text: string][] = [];
  const forgotten: string[] = [];
  const maker: DeltaMaker = () => undefined;
  let isFull = false;
  const committer: Pick<AppenderParts["committer"], "append" | "room" | "settle" | "lastSeq"> = {
    get lastSeq() {
      return calls.length;
    },
    append(frame, now, delta) {
      if (isFull) throw Object.assign(new Error("full"), { code: "FRAMES_BUSY" });
      frame.seq = calls.length + 1;
      const { seq, id, timestamp } = frame;
      calls.push({ seq, id, text: new TextDecoder().decode(frame.content), timestamp, now, delta });
      return Promise.resolve();
    },
    room,
    settle: async () => undefined,
  };
  const state = createOpenState("/s");
  const appender = new Appender({
    committer: committer as AppenderParts["committer"],
    deltas: {
      makerFor: () => maker,
      remember: (family, seq, content) => void remembered.push([family, seq, new TextDecoder().decode(content)]),
      clear: () => undefined,
      count: 0,
      savedBytes: 0,
    },
    lookup: { forget: (id) => void forgotten.push(id) },
    options: { clock, randomBytes: (n) => new Uint8Array(n).fill(7) },
    state,
  });
  return { appender, calls, remembered, forgotten, state, maker, fill: () => (isFull = true) };
}

test("a frame has its id and its place when append returns", async () => {
  const { appender, calls } = setUp();
  const first = appender.append({ content: bytesOf("one") });
  const second = appender.append({ content: bytesOf("two"), timestamp: 5, id: ID });
  expect([first.seq, second.seq, second.id]).toEqual([1, 2, ID]);
  expect(first.id).toMatch(/^[0-9a-f]{16}$/);
  await first.durable;
  expect(calls).toMatchObject([
    { seq: 1, id: first.id, text: "one", timestamp: NOW, now: NOW },
    { seq: 2, id: ID, text: "two", timestamp: 5, now: NOW },
  ]);
  expect(appender.contentBytes).toBe(6);
});

test("only a frame of a family may become a delta, and is remembered as a base", () => {
  const { appender, calls, remembered, maker } = setUp();
  appender.append({ content: bytesOf("alone") });
  appender.append({ content: bytesOf("of a family"), family: "f" });
  expect(calls.map(({ delta }) => delta)).toEqual([undefined, maker]);
  expect(remembered).toEqual([["f", 2, "of a family"]]);
});

test("what was looked up of an id is forgotten when it has a newer frame; a fresh id was never looked up", () => {
  const { appender, forgotten } = setUp();
  appender.append({ content: bytesOf("new") });
  appender.append({ content: bytesOf("newer"), id: ID });
  expect(forgotten).toEqual([ID]);
});

test("a frame that is refused, by its fields or by a full queue, leaves nothing behind", () => {
  const { appender, calls, remembered, forgotten, fill } = setUp();
  expect(() => appender.append({ content: "text" as unknown as Uint8Array })).toThrow(TypeError);
  expect(() => appender.append({ content: bytesOf("a"), id: "x" as typeof ID })).toThrow(TypeError);
  fill();
  expect(() => appender.append({ content: bytesOf("a"), id: ID, family: "f" })).toThrow("full");
  expect([calls, remembered, forgotten, appender.contentBytes]).toEqual([[], [], [], 0]);
});

test("a clock is floored to milliseconds, and one that gives none is told of", () => {
  const { appender, calls } = setUp({ clock: () => NOW + 0.9 });
  appender.append({ content: bytesOf("a") });
  expect(calls[0]).toMatchObject({ timestamp: NOW, now: NOW });
  expect(() => setUp({ clock: () => Number.NaN }).appender.append({ content: bytesOf("a") })).toThrow(/clock/);
});

test("once closed nothing is appended, in the midst of many neither", async () => {
  const { appender, calls, state } = setUp();
  function* source() {
    yield { content: bytesOf("one") };
    state.end();
    yield { content: bytesOf("two") };
  }
  await expect(appender.appendMany(source())).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
  expect(() => appender.append({ content: bytesOf("three") })).toThrow(
    expect.objectContaining({ code: "FRAMES_CLOSED" }),
  );
  expect(calls.map(({ text }) => text)).toEqual(["one"]);
});

test("many wait for room before the next is asked for", async () => {
  const events: string[] = [];
  const room = (): Promise<void> => Promise.resolve().then(() => void events.push("room"));
  const { appender } = setUp({ room });
  function* source() {
    for (const text of ["one", "two"]) {
      events.push(text);
      yield { content: bytesOf(text) };
    }
  }
  expect(await appender.appendMany(source())).toEqual({ frames: 2 });
  expect(events).toEqual(["one", "room", "two", "room"]);
});
