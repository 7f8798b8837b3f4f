/** Child: saves for ever and prints each id after it was acknowledged. Arguments: folder, word. */
import { openMemory } from "../../src/index.ts";
import { say } from "../support/say.ts";

const [dir = "", word = ""] = process.argv.slice(2);
const store = await openMemory({ dir });
const saver = async (name: string): Promise<void> => {
  for (let n = 0; ; n++) {
    const content = `${word}${name}${n} ${"filler ".repeat(n % 50)}`;
    const { id } = await store.save(content, { session: word, speaker: name });
    say(JSON.stringify({ id, content }));
  }
};
await Promise.all(["a", "b", "c"].map(saver));
