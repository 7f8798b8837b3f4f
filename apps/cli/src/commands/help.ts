/** `vidmem help`: what there is, or how one command is called. */
import type { Command, CommandEntry } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { findCommand } from "../find-command.ts";
import { renderCommandHelp, renderOverview, toJsonHelp } from "../help.ts";

/** @param commands those that it tells of, itself among them. */
export function createHelp(commands: readonly CommandEntry[]): Command {
  return {
    name: "help",
    summary: "show this list, or the help of one command",
    usage: "[command]",
    arity: [0, 1],
    options: {},
    examples: ["vidmem help search"],
    async run({ args, out }) {
      const [name] = args.positionals;
      if (name === undefined) {
        const all = await Promise.all(commands.map(({ load }) => load()));
        await (out.wantsJson ? out.json({ commands: all.map(toJsonHelp) }) : out.data(renderOverview(all, out)));
      } else {
        const asked = await findCommand(commands, name).load();
        await (out.wantsJson ? out.json(toJsonHelp(asked)) : out.data(renderCommandHelp(asked, out)));
      }
      return EXIT_OK;
    },
  };
}
