/**
 * Runs large tasks on a thread of their own, started by the first task. The thread keeps no process alive; a thread that dies fails what it
 * was doing, and the next task starts another.
 */
import type { Worker } from "node:worker_threads";
import { IndexError } from "../errors.ts";
import { memoryOf } from "../segment/document-batch.ts";
import type { IndexTask, TaskResult, TaskRunner } from "./build-tasks.ts";
import type { ThreadAnswer, ThreadRequest } from "./build-thread.ts";

/** Compiled code has a worker beside it; sources need a loader first. */
export const IS_COMPILED: boolean = import.meta.url.endsWith(".js");
const THREAD = new URL(IS_COMPILED ? "./build-thread.js" : "./build-thread.ts", import.meta.url);

interface Waiting {
  readonly resolve: (result: TaskResult) => void;
  readonly reject: (error: Error) => void;
}

/** A task with more documents takes longer than starting a thread would. */
const LARGE_DOCUMENTS = 1_024;

/** @param small does the tasks for which no thread is worth its start. */
export function createThreadRunner(small: TaskRunner): TaskRunner {
  let thread: Worker | undefined;
  let count = 0;
  const waiting = new Map<number, Waiting>();

  function failAll(error: Error): void {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const threads = process.getBuiltinModule("node:worker_threads"); // whoever only searches does not load it
    const worker = new threads.Worker(THREAD, IS_COMPILED ? {} : { execArgv: ["--import", "tsx"] });
    worker.on("message", (answer: ThreadAnswer) => {
      const { resolve, reject } = waiting.get(answer.number)!;
      waiting.delete(answer.number);
      if (waiting.size === 0) worker.unref();
      if ("failure" in answer) reject(toError(answer));
      else resolve(answer.result);
    });
    // One that dies says so twice: by then another may be at work.
    const fail = (error: Error): void => {
      if (thread === worker) failAll(error);
    };
    worker.on("error", fail);
    worker.on("exit", (code) => fail(new Error(`the thread of the index ended with code ${code}`)));
    return worker;
  }

  return {
    run(task) {
      if (documentsOf(task) < LARGE_DOCUMENTS) return small.run(task);
      thread ??= start();
      thread.ref();
      const number = ++count;
      const answer = new Promise<TaskResult>((resolve, reject) => waiting.set(number, { resolve, reject }));
      thread.postMessage({ number, task } satisfies ThreadRequest, task.kind === "build" ? memoryOf(task.batch) : []);
      return answer;
    },
    async close() {
      await thread?.terminate();
      thread = undefined;
    },
  };
}

function toError({ failure, isDamage }: Extract<ThreadAnswer, { failure: string }>): Error {
  return isDamage ? new IndexError("INDEX_DAMAGED", failure) : new Error(failure);
}

function documentsOf(task: IndexTask): number {
  return task.kind === "build" ? task.batch.count : task.segments.reduce((sum, { documents }) => sum + documents, 0);
}
