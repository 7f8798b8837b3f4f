/** Every subject of the footprint by its name. */
import { openMemory } from "@vidmem/memory";
import { number, text, type SetUp } from "../../frames/subject.ts";
import { createMemories, createQuestions, madeEmbedder } from "../texts.ts";

const WAIT_MS = 50;

/** Fills a store, and waits until every memory has its vector. */
const fill: SetUp = async (params) => {
  const [dir, memories] = [text(params, "dir"), number(params, "memories")];
  return {
    async round() {
      const store = await openMemory({ dir, embedder: madeEmbedder, scoring: "when-asked", logs: "off" });
      await store.saveMany(createMemories(memories));
      while ((store.stats().embedding?.embedded ?? 0) < memories)
        await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
      await store.close();
      return {};
    },
    async close() {},
  };
};

/** Opens a store and asks it questions, by words and vectors: what is resident then? */
const ask: SetUp = async (params) => {
  const store = await openMemory({ dir: text(params, "dir"), embedder: madeEmbedder, readOnly: true });
  const questions = createQuestions(number(params, "memories"), number(params, "questions"));
  return {
    async round() {
      for (const question of questions) await store.search(question);
      globalThis.gc?.();
      return { "RSS MiB": process.memoryUsage.rss() / 1024 ** 2 };
    },
    close: () => store.close(),
  };
};

export const SUBJECTS: Readonly<Record<string, SetUp>> = { fill, ask };
