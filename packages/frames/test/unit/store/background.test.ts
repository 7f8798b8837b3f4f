import { expect, test } from "vitest";
import { createBackground } from "../../../src/store/background.ts";

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("tasks run one after the other, and idle waits for all of them", async () => {
  const steps: string[] = [];
  const background = createBackground(() => undefined);
  for (const name of ["a", "b"]) {
    background.add(async () => {
      steps.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 1));
      steps.push(`${name} ends`);
    });
  }
  expect(background.queued).toBe(2);
  await background.idle();
  expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  await background.idle();
});

test("a task that fails is told and dropped, and the next one runs", async () => {
  const errors: unknown[] = [];
  const background = createBackground((error) => errors.push(error));
  let ran = false;
  background.add(() => Promise.reject(new Error("one")));
  background.add(async () => {
    ran = true;
  });
  await background.idle();
  expect(errors).toMatchObject([{ message: "one" }]);
  expect(ran).toBe(true);
});

test("while paused only what somebody waits for runs; resume goes on", async () => {
  const steps: string[] = [];
  const background = createBackground(() => undefined);
  background.pause();
  background.add(async () => void steps.push("sealed"));
  expect(await background.run(async () => steps.push("wanted"))).toBe(1);
  await background.idle();
  expect(steps).toEqual(["wanted"]);
  background.resume();
  await background.idle();
  expect(steps).toEqual(["wanted", "sealed"]);
});

test("pausing lets the running task end", async () => {
  const { opened, open } = gate();
  const background = createBackground(() => undefined);
  let ended = false;
  background.add(() => opened.then(() => void (ended = true)));
  background.add(() => Promise.reject(new Error("must not run")));
  await Promise.resolve();
  background.pause();
  const idle = background.idle();
  open();
  await idle;
  expect(ended).toBe(true);
  expect(background.queued).toBe(1);
});

test("a failure of what somebody waits for is theirs", async () => {
  const errors: unknown[] = [];
  const background = createBackground((error) => errors.push(error));
  await expect(background.run(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
  expect(errors).toEqual([]);
});

test("stop waits for the running task, drops the others, and nobody waits for ever", async () => {
  const { opened, open } = gate();
  const background = createBackground(() => undefined);
  const first = background.run(() => opened);
  const second = background.run(async () => "never");
  await Promise.resolve();
  const stopped = background.stop();
  await expect(second).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
  open();
  await first;
  await stopped;
  await expect(background.run(async () => "late")).rejects.toMatchObject({ code: "FRAMES_CLOSED" });
  background.add(() => Promise.reject(new Error("dropped")));
  expect(background.queued).toBe(0);
});

test("a task that somebody waits for is awaited while it is queued and while it runs", async () => {
  const background = createBackground(() => undefined);
  background.pause();
  expect(background.isAwaited).toBe(false);
  const seen = background.run(async () => background.isAwaited);
  expect(background.isAwaited).toBe(true);
  expect(await seen).toBe(true);
  await background.idle();
  expect(background.isAwaited).toBe(false);
});
