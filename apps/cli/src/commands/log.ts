/** `vidmem log`: what happened in the store, without contents. */
import { readEvents, type LogEvent } from "@vidmem/memory";
import type { Command, Context } from "../command.ts";
import { assertStore, folderOf } from "../compose.ts";
import { EXIT_OK, toErrorReport } from "../exit-codes.ts";
import { cleanLine } from "../render/text.ts";

const DEFAULT_EVENTS = 20;

export const log: Command = {
  name: "log",
  summary: "show what happened in the store, by ids and counts",
  usage: "",
  arity: [0, 0],
  options: {
    follow: { short: "f", help: "wait for new events, until Ctrl-C" },
    number: { short: "n", value: "N", help: `how many of the newest, ${DEFAULT_EVENTS} unless said` },
  },
  notes: [
    "Takes no lock and never shows what a memory says. `--follow --json` prints one JSON object a line, as they come.",
  ],
  examples: ["vidmem log", "vidmem log --follow", "vidmem log -n 1000 --json"],
  async run(context) {
    const { args, out, io } = context;
    const dir = folderOf(context);
    await assertStore(dir);
    const last = args.number("number", { low: 0, high: 1_000_000, isInteger: true }) ?? DEFAULT_EVENTS;
    if (!args.flag("follow")) {
      await print(readEvents(dir, { last }), context);
      return EXIT_OK;
    }
    using interruption = io.listenForInterrupt();
    for await (const event of readEvents(dir, { last, atEnd: "follow", signal: interruption.signal })) {
      await out.data(out.wantsJson ? `${JSON.stringify(event)}\n` : renderEvent(event, context));
    }
    return EXIT_OK; // Ctrl-C is how following ends
  },
};

async function print(events: AsyncIterable<LogEvent>, context: Context): Promise<void> {
  const { out } = context;
  if (out.wantsJson) return out.jsonList({ key: "events", items: events, onError: toErrorReport });
  let count = 0;
  for await (const event of events) {
    count++;
    await out.data(renderEvent(event, context));
  }
  if (count === 0) out.words("No events here yet. They come with the first opening for writing.");
}

/** "2026-11-21T10:30:00.000Z  save  0.16 ms  id=…  duplicate=false" */
function renderEvent({ at, event, ms, code, ...fields }: LogEvent, { out: { style } }: Context): string {
  const took = ms === undefined ? "" : `${Number(ms).toFixed(2)} ms`;
  const rest = Object.entries(fields).map(([name, value]) => cleanLine(`${name}=${String(value)}`));
  const failed = code === undefined ? [] : [style.bad(cleanLine(`failed=${String(code)}`))];
  const time = style.accent(new Date(at).toISOString());
  return `${[time, cleanLine(event).padEnd(8), took.padStart(10), ...failed, ...rest].join("  ")}\n`;
}
