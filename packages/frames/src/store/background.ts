/**
 * Background: the one worker. Tasks run one after the other; the worker can be paused, awaited and stopped.
 * A task that fails is dropped and told to `onError`: background work only makes things smaller or faster, and what it did
 * not finish is found again at the next open.
 */
import { FramesError } from "../errors.ts";

export interface Background {
  /** Queues a task. */
  add(task: () => Promise<void>): void;
  /** Runs a task when its turn comes, and gives its result. It runs also while the worker is paused. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves when no task is queued or running; at once after the running one while paused. */
  idle(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Drops what is queued (`run` rejects with FRAMES_CLOSED) and waits for the running task. */
  stop(): Promise<void>;
  readonly queued: number;
  /** Whether somebody waits for a task, or for the worker to be idle. */
  readonly isAwaited: boolean;
}

interface Task {
  readonly work: () => Promise<void>;
  /** Present when somebody waits for the task: told when it will never run. */
  readonly cancel?: () => void;
}

export function createBackground(onError: (error: unknown) => void): Background {
  const tasks: Task[] = [];
  let running: Promise<void> | undefined;
  let paused = false;
  let stopped = false;
  let waiting = 0;
  let current: Task | undefined;

  async function work(): Promise<void> {
    for (;;) {
      const at = paused ? tasks.findIndex(isWanted) : 0;
      const [task] = at < 0 ? [] : tasks.splice(at, 1);
      current = task;
      if (task === undefined) return;
      try {
        await task.work();
      } catch (error) {
        onError(error);
      }
    }
  }

  function start(): void {
    if (running !== undefined || stopped) return;
    running = Promise.resolve()
      .then(work)
      .finally(() => {
        running = undefined;
        if (tasks.some((task) => isWanted(task) || !paused)) start();
      });
  }

  function add(task: Task): void {
    if (stopped) task.cancel?.();
    else tasks.push(task);
    start();
  }

  return {
    add: (work) => add({ work }),
    run: (task) =>
      new Promise((resolve, reject) => {
        const cancel = (): void => reject(closedError());
        // The task's own failure belongs to whoever asked for it.
        add({ work: () => task().then(resolve, reject), cancel });
      }),
    async idle() {
      waiting++;
      try {
        while (running !== undefined) await running;
      } finally {
        waiting--;
      }
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      if (tasks.length > 0) start();
    },
    async stop() {
      stopped = true;
      for (const { cancel } of tasks.splice(0)) cancel?.();
      await running;
    },
    get queued() {
      return tasks.length;
    },
    get isAwaited() {
      return stopped || waiting > 0 || (current !== undefined && isWanted(current)) || tasks.some(isWanted);
    },
  };
}

function isWanted(task: Task): boolean {
  return task.cancel !== undefined;
}

function closedError(): FramesError {
  return new FramesError("FRAMES_CLOSED", "The store was closed before this work began. Open it again.");
}
