/** Loading all memories into an empty store, once: the log, the finished index and whatever makes them durable included. */
import { openMemory } from "@vidmem/memory";
import { threadTimes } from "../../frames/processor.ts";
import type { Figures } from "../../frames/question.ts";
import { number, text, type SetUp } from "../../frames/subject.ts";
import { openTextRival } from "../rival.ts";
import { readTurns, type Turn } from "../texts-file.ts";

export const memoryBuild: SetUp = async (params) => {
  const turns = readTurns(text(params, "texts"));
  return {
    round: () =>
      timed(number(params, "memories"), async (lap) => {
        const store = await openMemory({ dir: text(params, "dir"), scoring: "when-asked", logs: "off" });
        const { saved } = await store.saveMany(turns);
        if (saved !== number(params, "memories")) throw new Error(`${saved} memories were saved`);
        lap();
        await store.close();
      }),
    async close() {},
  };
};

export const rivalBuild: SetUp = async (params) => {
  const turns: Iterable<Turn> = readTurns(text(params, "texts"));
  return {
    round: () =>
      timed(number(params, "memories"), async (lap) => {
        const rival = await openTextRival(text(params, "dir"));
        rival.saveAll(turns);
        lap();
        rival.close();
      }),
    async close() {},
  };
};

/** @param load calls `lap` when all are saved; what it does after that completes the store. */
async function timed(memories: number, load: (lap: () => void) => Promise<void>): Promise<Figures> {
  const [start, thread, cpu] = [performance.now(), threadTimes().ranMs, process.cpuUsage()];
  let savedAt = start;
  await load(() => (savedAt = performance.now()));
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return {
    "memories/s": (memories / ms) * 1000,
    "of it finishing ms": start + ms - savedAt,
    "main thread µs each": ((threadTimes().ranMs - thread) * 1000) / memories,
    "all threads µs each": (user + system) / memories,
    "peak RSS MiB": process.resourceUsage().maxRSS / 1024,
  };
}
