import { afterEach, beforeEach, expect, test, vi, type Mock } from "vitest";
import { createBuildSchedule, type BuildSchedule } from "../../../src/store/build-schedule.ts";

const MEGABYTE = 1_048_576;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => void vi.useRealTimers());

/** A schedule of builds that start at 3 documents, and at once at 6; `state` is what it is told. */
function aSchedule(): {
  schedule: BuildSchedule;
  state: { count: number; textBytes: number; isRunning: boolean; mayStart: boolean };
  work: Mock<() => Promise<void>>;
} {
  const state = { count: 0, textBytes: 0, isRunning: false, mayStart: true };
  const work = vi.fn<() => Promise<void>>(() => {
    schedule.cancel();
    return Promise.resolve();
  });
  const schedule = createBuildSchedule({
    pending: state,
    startAt: 3,
    forceAt: 6,
    mayStart: () => state.mayStart,
    isRunning: () => state.isRunning,
    work,
  });
  return { schedule, state, work };
}

test("a few documents wait for more, many do not, fewer wait for ever", () => {
  const { schedule, state, work } = aSchedule();
  state.count = 2;
  schedule.consider();
  expect(schedule.isWaiting).toBe(false);
  state.count = 3;
  schedule.consider();
  expect(schedule.isWaiting).toBe(true);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(100);
  expect(work).toHaveBeenCalledTimes(1);
  state.count = 6;
  schedule.consider();
  expect(work).toHaveBeenCalledTimes(2);
});

test("nothing starts when nothing may, nor when it is cancelled", () => {
  const { schedule, state, work } = aSchedule();
  state.count = 6;
  state.mayStart = false;
  schedule.consider();
  schedule.startSoon();
  schedule.cancel();
  vi.advanceTimersByTime(10_000);
  expect(work).not.toHaveBeenCalled();
});

test("in a bulk load builds wait for 32,768 documents or 16 MiB of text, until the last load ends", () => {
  const { schedule, state, work } = aSchedule();
  const end = [schedule.bulk(), schedule.bulk()];
  state.count = 32_767;
  expect(schedule.hasBatch()).toBe(false);
  state.textBytes = 16 * MEGABYTE;
  expect(schedule.hasBatch()).toBe(true);
  state.textBytes = 0;
  end[0]!();
  end[0]!();
  expect(work).not.toHaveBeenCalled();
  end[1]!();
  expect(work).toHaveBeenCalledTimes(1);
});

test("a slow bulk load is built after five seconds, with what is there, once", () => {
  const { schedule, state, work } = aSchedule();
  schedule.bulk();
  state.count = 4;
  schedule.consider();
  vi.advanceTimersByTime(4_999);
  expect(work).not.toHaveBeenCalled();
  const batches: boolean[] = [];
  work.mockImplementation(() => {
    batches.push(schedule.hasBatch());
    schedule.begun();
    batches.push(schedule.hasBatch());
    return Promise.resolve();
  });
  vi.advanceTimersByTime(1);
  expect(batches).toEqual([true, false]);
});

test("who brings more than is built waits until less is there, or nothing runs", async () => {
  const { schedule, state } = aSchedule();
  state.textBytes = 41 * MEGABYTE;
  expect(schedule.ready()).toBeUndefined(); // nothing runs that would take it
  state.isRunning = true;
  let isReady = false;
  const ready = schedule.ready()!.then(() => (isReady = true));
  schedule.letGoOn();
  await Promise.resolve();
  expect(isReady).toBe(false);
  state.textBytes = 40 * MEGABYTE;
  schedule.letGoOn();
  await ready;
  expect(schedule.ready()).toBeUndefined();
});
