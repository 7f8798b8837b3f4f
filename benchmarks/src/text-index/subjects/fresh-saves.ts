/** Read-your-writes in a full store: a memory with a word of its own is saved, acknowledged, and asked for at once. */
import { openMemory } from "@vidmem/memory";
import { number, text, type SetUp } from "../../frames/subject.ts";
import { percentile } from "../../statistics.ts";

export const freshSaves: SetUp = async (params) => {
  const store = await openMemory({ dir: text(params, "dir"), scoring: "when-asked", logs: "off" });
  let serial = 0;
  return {
    async round() {
      const [saves, searches]: [number[], number[]] = [[], []];
      for (let n = 0; n < number(params, "saves"); n++) {
        const word = `fresh${serial++}mark`;
        const start = performance.now();
        const { id } = await store.save(`The word of this very moment is ${word}, and nothing else.`, {
          session: "fresh",
        });
        const saved = performance.now();
        const { hits } = await store.search(word);
        searches.push(performance.now() - saved);
        saves.push(saved - start);
        if (hits[0]?.id !== id) throw new Error(`${word} was saved and not found`);
      }
      return {
        "save p50 ms": percentile(Float64Array.from(saves), 50),
        "save p95 ms": percentile(Float64Array.from(saves), 95),
        "search p50 ms": percentile(Float64Array.from(searches), 50),
        "search p95 ms": percentile(Float64Array.from(searches), 95),
      };
    },
    close: () => store.close(),
  };
};
