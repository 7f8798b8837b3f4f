/** Child: imports a file and says when it begins and when it is done. Arguments: folder, file. */
import { openMemory } from "../../src/index.ts";
import { say } from "../support/say.ts";

const [dir = "", file = ""] = process.argv.slice(2);
const store = await openMemory({ dir });
say("open");
await store.import(file);
say("done");
await store.close();
