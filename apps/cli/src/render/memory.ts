/** Memories and hits on the screen. Everything that a memory holds is cleaned before it is shown. */
import type { Hit, Json, Memory } from "@vidmem/memory";
import type { Output } from "../output.ts";
import { formatDate } from "./dates.ts";
import { createHighlighter } from "./highlight.ts";
import { cleanLine, cleanLines, cut, wrap } from "./text.ts";

const HIT_LINES = 2;
const LEAST_SHOWN_SCORE = 0.05;
const INDENT = "    ";
/** How a term came in that nobody asked for. */
const SOURCES = { kind: " (of a kind asked for)", hits: " (shared by the first hits)" } as const;

/** The words of a content: its text, or its JSON. */
export function contentText(content: Json): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}

/** A memory in one line: id, date, speaker, text. */
export function renderLine(memory: Memory, { columns, style }: Output): string {
  const date = formatDate(memory.timestamp);
  const speaker = memory.speaker === undefined ? "" : `${cut(cleanLine(memory.speaker), 24)}: `;
  const namespace = memory.namespace === "default" ? "" : `[${cut(cleanLine(memory.namespace), 20)}] `;
  const taken = memory.id.length + date.length + namespace.length + speaker.length + 4;
  const text = cut(cleanLine(contentText(memory.content)), Math.max(10, columns - taken));
  return `${style.dim(memory.id)}  ${style.accent(date)}  ${style.dim(namespace)}${style.bold(speaker)}${text}`;
}

/** A hit: a line of facts, then its text on one or two lines. */
export function renderHit(hit: Hit, rank: number, { columns, style }: Output): string {
  const mark = createHighlighter(hit.why, style.mark);
  const speaker = hit.speaker === undefined ? "" : `  ${style.bold(cleanLine(hit.speaker))}`;
  const facts = `${String(rank).padStart(2)}  ${style.dim(hit.score.toFixed(2).padStart(5))}  ${style.accent(formatDate(hit.timestamp))}`;
  const lines = wrap(cleanLine(contentText(hit.content)), columns - INDENT.length, HIT_LINES);
  return [`${facts}${speaker}  ${style.dim(hit.id)}`, ...lines.map((line) => INDENT + mark(line))].join("\n");
}

/** Why a hit has its score, in one line. */
export function renderWhy({ why }: Hit): string {
  if (why === undefined) return "";
  const { terms = [], ...parts } = why;
  const said = terms.map(
    ({ term, weight, turnsAway, source }) =>
      `${term} ${weight.toFixed(2)}${turnsAwayText(turnsAway)}${source === undefined ? "" : SOURCES[source]}`,
  );
  const rest = Object.entries(parts).map(([name, value]) => `${name} ${value.toFixed(2)}`);
  return [...said, ...rest].join(" + ");
}

function turnsAwayText(turns: number): string {
  if (turns === 0) return "";
  return ` (${Math.abs(turns)} ${Math.abs(turns) === 1 ? "turn" : "turns"} ${turns < 0 ? "before" : "after"})`;
}

/** A whole memory: its text, then one line for each thing known about it. */
export function renderCard(memory: Memory, { columns, style }: Output): string {
  const facts: [string, string | undefined][] = [
    ["id", memory.id],
    ["when", formatDate(memory.timestamp)],
    ["speaker", memory.speaker],
    ["session", memory.session],
    ["type", memory.type],
    ["tags", memory.tags.length === 0 ? undefined : memory.tags.join(", ")],
    ["namespace", memory.namespace],
    ["importance", String(memory.importance)],
    ["significance", significanceText(memory)],
    ...Object.entries(memory.metadata).map(([key, value]): [string, string] => [`meta ${key}`, contentText(value)]),
  ];
  const text = cleanLines(contentText(memory.content))
    .split("\n")
    .flatMap((line) => wrap(line, columns));
  return `${text.join("\n")}\n\n${renderFacts(facts, { style })}`;
}

/** The scores in words, the highest first; those near zero say nothing. */
function significanceText({ significance }: Memory): string | undefined {
  const scores = Object.entries(significance ?? {}).filter(([, score]) => score >= LEAST_SHOWN_SCORE);
  const words = scores
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, score]) => `${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${score.toFixed(2)}`);
  return words.length === 0 ? undefined : words.join(", ");
}

/** Names and values in two aligned columns; what is undefined is left out. */
export function renderFacts(
  facts: readonly (readonly [string, string | undefined])[],
  { style }: Pick<Output, "style">,
): string {
  const known = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [[cleanLine(name), cleanLine(value)] as const],
  );
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${style.dim(name.padEnd(width))}  ${value}`).join("\n");
}
