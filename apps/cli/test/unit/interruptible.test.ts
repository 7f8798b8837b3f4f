import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { CliError } from "../../src/errors.ts";
import { untilInterrupted } from "../../src/interruptible.ts";

const stop = new CliError("CLI_INTERRUPTED", "Stopped.");

it("work that ends first has its own result, and nothing is closed", async () => {
  const { signal } = new AbortController();
  let closes = 0;
  const close = async (): Promise<void> => void closes++;
  expect(await untilInterrupted({ work: Promise.resolve(7), signal, close })).toBe(7);
  await expect(untilInterrupted({ work: Promise.reject(new Error("own")), signal, close })).rejects.toThrow("own");
  expect(closes).toBe(0);
});

it("work that heeds the signal says what it has to say", async () => {
  const controller = new AbortController();
  const own = new CliError("CLI_INTERRUPTED", "Stopped: 3 kept.");
  const work = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(own), { once: true });
  });
  setTimeout(() => controller.abort(stop), 10);
  await expect(untilInterrupted({ work, signal: controller.signal, close: async () => undefined })).rejects.toBe(own);
});

it("work that does not heed it is ended by closing the store", async () => {
  const controller = new AbortController();
  let end = (_error: Error): void => undefined;
  const work = new Promise<never>((_resolve, reject) => (end = reject));
  const close = async (): Promise<void> => end(new Error("closed"));
  controller.abort(stop);
  await expect(untilInterrupted({ work, signal: controller.signal, close })).rejects.toBe(stop);
});

it("work that finishes in the moment it is given keeps its result", async () => {
  const controller = new AbortController();
  controller.abort(stop);
  const work = sleep(20, "done");
  expect(await untilInterrupted({ work, signal: controller.signal, close: async () => undefined })).toBe("done");
});
