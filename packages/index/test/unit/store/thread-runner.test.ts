import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { IndexTask, TaskResult, TaskRunner } from "../../../src/store/build-tasks.ts";
import type { ThreadAnswer, ThreadRequest } from "../../../src/store/build-thread.ts";
import { createThreadRunner } from "../../../src/store/thread-runner.ts";

const RESULT: TaskResult = { sizeBytes: 10, pages: [7] };

/** A thread that answers when it is told to. */
class FakeThread extends EventEmitter {
  readonly requests: ThreadRequest[] = [];
  isHeld = false;
  isTerminated = false;
  postMessage(request: ThreadRequest): void {
    this.requests.push(request);
  }
  answer(answer: ThreadAnswer): void {
    this.emit("message", answer);
  }
  ref(): void {
    this.isHeld = true;
  }
  unref(): void {
    this.isHeld = false;
  }
  async terminate(): Promise<void> {
    this.isTerminated = true;
    this.emit("exit", 1);
  }
}

let threads: FakeThread[] = [];

beforeEach(() => {
  threads = [];
  class Worker extends FakeThread {
    constructor() {
      super();
      threads.push(this);
    }
  }
  vi.spyOn(process, "getBuiltinModule").mockReturnValue({ Worker } as never);
});
afterEach(() => void vi.restoreAllMocks());

function aRunner(): { runner: TaskRunner; inline: IndexTask[] } {
  const inline: IndexTask[] = [];
  const small: TaskRunner = {
    async run(task) {
      inline.push(task);
      return RESULT;
    },
    close: async () => undefined,
  };
  return { runner: createThreadRunner(small), inline };
}

function aMerge(documents: number): IndexTask {
  const segment = { name: "000001.segment", sizeBytes: 1, documents, lastRef: 1, ends: {} };
  return { kind: "merge", path: "/i/000002.segment", dir: "/i", segments: [segment], without: [] };
}

test("a small task starts no thread", async () => {
  const { runner, inline } = aRunner();
  expect(await runner.run(aMerge(10))).toBe(RESULT);
  expect([inline.length, threads.length]).toEqual([1, 0]);
  await runner.close();
});

test("large tasks share one thread, and each has its own answer", async () => {
  const { runner, inline } = aRunner();
  const both = Promise.all([runner.run(aMerge(5000)), runner.run(aMerge(6000))]);
  const [thread] = threads;
  const [first, second] = thread!.requests;
  thread!.answer({ number: second!.number, result: { sizeBytes: 2, pages: [2] } });
  expect(thread!.isHeld).toBe(true); // somebody still waits
  thread!.answer({ number: first!.number, result: { sizeBytes: 1, pages: [1] } });
  expect(await both).toEqual([
    { sizeBytes: 1, pages: [1] },
    { sizeBytes: 2, pages: [2] },
  ]);
  expect([threads.length, inline.length, thread!.isHeld]).toEqual([1, 0, false]);
});

test("a failure is that of its task alone; damage stays damage across the threads", async () => {
  const { runner } = aRunner();
  const [full, damaged] = [runner.run(aMerge(5000)), runner.run(aMerge(5000))];
  const [thread] = threads;
  thread!.answer({ number: 1, failure: "Error: ENOSPC", isDamage: false });
  thread!.answer({ number: 2, failure: "a list is damaged", isDamage: true });
  await expect(full).rejects.toThrow("ENOSPC");
  await expect(damaged).rejects.toMatchObject({ code: "INDEX_DAMAGED", message: "a list is damaged" });
});

test("a thread that dies fails what it was doing, and the next task starts another", async () => {
  const { runner } = aRunner();
  const lost = [runner.run(aMerge(5000)), runner.run(aMerge(5000))];
  threads[0]!.emit("error", new Error("out of memory"));
  for (const one of lost) await expect(one).rejects.toThrow("out of memory");
  const next = runner.run(aMerge(5000));
  expect(threads).toHaveLength(2);
  threads[0]!.emit("exit", 1); // comes later, and is not of the other thread
  threads[1]!.answer({ number: threads[1]!.requests[0]!.number, result: RESULT });
  expect(await next).toEqual(RESULT);
});

test("closing ends the thread, and what it was doing", async () => {
  const { runner } = aRunner();
  const running = runner.run(aMerge(5000));
  const [outcome] = await Promise.allSettled([running, runner.close()]);
  expect(String(outcome.status === "rejected" && outcome.reason)).toContain("ended with code");
  expect(threads[0]!.isTerminated).toBe(true);
});
