/** The process of a contestant: sets up the subject it is told, and measures when it is asked. */
import type { Params, Reply } from "./contestant.ts";
import type { Subject } from "./subject.ts";
import { SUBJECTS } from "./subjects/index.ts";

type Message =
  | { readonly verb: "set-up"; readonly subject: string; readonly params: Params }
  | { readonly verb: "round" }
  | { readonly verb: "close" };

let subject: Subject | undefined;

async function answer(message: Message): Promise<Reply> {
  try {
    if (message.verb === "set-up") {
      subject = await SUBJECTS[message.subject]!(message.params);
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
