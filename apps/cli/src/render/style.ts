/** Colours, or none: only on a terminal, never with NO_COLOR. https://no-color.org */
import { styleText } from "node:util";

type Paint = (text: string) => string;

export interface Style {
  readonly isOn: boolean;
  readonly bold: Paint;
  readonly dim: Paint;
  readonly accent: Paint;
  readonly good: Paint;
  readonly fair: Paint;
  readonly bad: Paint;
  readonly mark: Paint;
}

type Format = Parameters<typeof styleText>[0];

export function createStyle(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Style {
  const isOn = wantsColour(isTerminal, env);
  const paint = (format: Format): Paint =>
    isOn ? (text) => (text === "" ? "" : styleText(format, text)) : (text) => text;
  return {
    isOn,
    bold: paint("bold"),
    dim: paint("dim"),
    accent: paint("cyan"),
    good: paint("green"),
    fair: paint("yellow"),
    bad: paint("red"),
    mark: paint(["bold", "yellow"]),
  };
}

function wantsColour(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"] ?? "";
  if (forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && env["TERM"] !== "dumb";
}
