/** A command by its name. */
import { nearest } from "./arguments/nearest.ts";
import { misuse } from "./errors.ts";

/** @throws CliError CLI_MISUSE for an unknown name, with the one that may have been meant. */
export function findCommand<T extends { readonly name: string }>(commands: readonly T[], name: string): T {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    commands.map((command) => command.name),
  );
  throw misuse(`There is no command "${name}". ${near === undefined ? "See: vidmem help" : `Did you mean ${near}?`}`);
}
