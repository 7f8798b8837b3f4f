import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createEventLog, type EventSink } from "../../../src/observe/event-log.ts";
import { eventsIn } from "../../support/log-lines.ts";

function recorder(): EventSink & { readonly texts: string[]; readonly sessions: string[]; fail: boolean } {
  const sink = {
    texts: [] as string[],
    sessions: [] as string[],
    fail: false,
    async write(lines: string, sessionLines: string) {
      await sleep(1);
      if (sink.fail) throw new Error("disk full");
      sink.texts.push(lines);
      sink.sessions.push(sessionLines);
    },
  };
  return sink;
}

const event = (n: number): { at: number; event: string; count: number } => ({ at: n, event: "save", count: n });

test("events are written in order, in batches", async () => {
  const sink = recorder();
  const log = createEventLog(sink, () => 0);
  for (let n = 0; n < 10; n++) log.emit(() => event(n), { isOfSession: n === 3 });
  expect(log.figures()).toEqual({ written: 0, dropped: 0, waiting: 10, failures: 0 });
  await log.flush();
  expect(sink.texts).toHaveLength(1);
  expect(eventsIn(sink.texts[0]!).map(({ at }) => at)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(eventsIn(sink.sessions[0]!).map(({ at }) => at)).toEqual([3]);
  expect(log.figures()).toEqual({ written: 10, dropped: 0, waiting: 0, failures: 0 });
});

test("they are written by themselves after a moment", async () => {
  const sink = recorder();
  createEventLog(sink, () => 0).emit(() => event(1));
  while (sink.texts.length === 0) await sleep(20);
  expect(eventsIn(sink.texts.join(""))).toHaveLength(1);
});

test("the buffer is bounded: what comes too fast is dropped, and the count is written", async () => {
  const sink = recorder();
  const log = createEventLog(sink, () => 77);
  for (let n = 0; n < 5000; n++) log.emit(() => event(n));
  expect(log.figures()).toMatchObject({ waiting: 1000, dropped: 4000 });
  await log.flush();
  expect(eventsIn(sink.texts.join("")).at(-1)).toEqual({ at: 77, event: "dropped", count: 4000 });
});

// The original's flush took the lock that its append already held: the tenth event stopped everything.
test("log flush deadlock: flushes from everywhere, also while one runs and from inside a write, all end", async () => {
  const texts: string[] = [];
  let log = createEventLog({ write: async () => undefined }, () => 0);
  let inside: Promise<void> | undefined;
  log = createEventLog(
    {
      async write(lines) {
        texts.push(lines);
        if (inside === undefined) {
          log.emit(() => event(100));
          inside = log.flush();
        }
        await sleep(1);
      },
    },
    () => 0,
  );
  const flushes = Array.from({ length: 50 }, (_, n) => {
    log.emit(() => event(n));
    return log.flush();
  });
  await Promise.all(flushes);
  await inside;
  await log.close();
  expect(eventsIn(texts.join(""))).toHaveLength(51);
});

test("a sink that fails costs its batch, not the caller; the next batch is tried", async () => {
  const sink = recorder();
  const log = createEventLog(sink, () => 0);
  sink.fail = true;
  log.emit(() => event(1));
  await log.flush();
  sink.fail = false;
  log.emit(() => event(2));
  await log.close();
  expect(log.figures()).toEqual({ written: 1, dropped: 1, waiting: 0, failures: 1 });
  expect(eventsIn(sink.texts.join(""))).toMatchObject([{ at: 2 }]);
});

test("after close nothing is taken", async () => {
  const sink = recorder();
  const log = createEventLog(sink, () => 0);
  await log.close();
  log.emit(() => event(1));
  await log.flush();
  expect(sink.texts).toEqual([]);
});
