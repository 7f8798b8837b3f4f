/** The worker thread of an index: does the tasks that it is sent, one after the other. Its other end: thread-runner.ts. */
import { parentPort } from "node:worker_threads";
import { isDamage } from "./noticing-damage.ts";
import { createTaskRunner, type IndexTask, type TaskResult } from "./build-tasks.ts";

/** A task and the number by which its answer is known. */
export interface ThreadRequest {
  readonly number: number;
  readonly task: IndexTask;
}

export type ThreadAnswer =
  | { readonly number: number; readonly result: TaskResult }
  | { readonly number: number; readonly failure: string; readonly isDamage: boolean };

const runner = createTaskRunner();

parentPort?.on("message", ({ number, task }: ThreadRequest) => {
  runner.run(task).then(
    (result) => parentPort?.postMessage({ number, result } satisfies ThreadAnswer),
    (error: unknown) =>
      parentPort?.postMessage({ number, failure: String(error), isDamage: isDamage(error) } satisfies ThreadAnswer),
  );
});
