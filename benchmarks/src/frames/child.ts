/** The process of a contestant: sets up the subject it is told, and measures when it is asked. */
import type { Params, Reply } from "./contestant.ts";
import type { SetUp, Subject } from "./subject.ts";

type Message =
  | { readonly verb: "set-up"; readonly subject: string; readonly params: Params }
  | { readonly verb: "round" }
  | { readonly verb: "close" };

type Table = Promise<{ readonly SUBJECTS: Readonly<Record<string, SetUp>> }>;

/** Only the layer that is asked for is loaded: "build" is a subject of the frames, "text-index/build" one of the text index. */
const LAYERS: Readonly<Record<string, () => Table>> = {
  footprint: () => import("../footprint/subjects/index.ts"),
  frames: () => import("./subjects/index.ts"),
  "text-index": () => import("../text-index/subjects/index.ts"),
};

let subject: Subject | undefined;

async function setUpOf(name: string): Promise<SetUp> {
  const [layer, own] = name.includes("/") ? (name.split("/") as [string, string]) : ["frames", name];
  return (await LAYERS[layer]!()).SUBJECTS[own]!;
}

async function answer(message: Message): Promise<Reply> {
  try {
    if (message.verb === "set-up") {
      const setUp = await setUpOf(message.subject);
      subject = await setUp(message.params);
      return { figures: {} };
    }
    globalThis.gc?.();
    if (message.verb === "round") return { figures: await subject!.round() };
    await subject!.close();
    return { figures: {} };
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

process.on("message", (message) => {
  void answer(message as Message).then((reply) => process.send!(reply));
});
process.on("disconnect", () => process.exit());
