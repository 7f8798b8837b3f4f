/** `vidmem help`: what there is, or how one command is called. */
import type { Command } from "../command.ts";
import { EXIT_OK } from "../exit-codes.ts";
import { findCommand } from "../find-command.ts";
import { renderCommandHelp, renderOverview, toJsonHelp } from "../help.ts";

/** @param commands asked for when the command runs, because help is one of them. */
export function createHelp(commands: () => readonly Command[]): Command {
  return {
    name: "help",
    summary: "show this list, or the help of one command",
    usage: "[command]",
    arity: [0, 1],
    options: {},
    examples: ["vidmem help search"],
    async run({ args, out }) {
      const [name] = args.positionals;
      const asked = name === undefined ? undefined : findCommand(commands(), name);
      if (out.wantsJson)
        await out.json(asked === undefined ? { commands: commands().map(toJsonHelp) } : toJsonHelp(asked));
      else await out.data(asked === undefined ? renderOverview(commands(), out) : renderCommandHelp(asked, out));
      return EXIT_OK;
    },
  };
}
