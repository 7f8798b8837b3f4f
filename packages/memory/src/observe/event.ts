/**
 * Events: what happened, without contents. Page: docs/format/logs.md.
 * Invariant L1: whatever a caller hands in, only numbers, booleans and short words in known fields become bytes.
 */
import { MAX_DATE_MS } from "../records/record.ts";

/** Fields of an event besides its time and name. */
export type EventFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** An event as it waits to be written; `at` in ms. */
export interface LogEvent extends EventFields {
  readonly at: number;
  readonly event: string;
}

const TEXT_FIELDS: ReadonlySet<string> = new Set(["event", "id", "code", "session", "previous", "format", "mode"]);
const WORD = /^[A-Za-z0-9_.:-]{1,64}$/;

/** The line of an event, with its end. */
export function encodeEvent(event: LogEvent): string {
  const fields = Object.entries(event).filter(([name, value]) => isAllowed(name, value));
  return `${JSON.stringify(Object.fromEntries(fields.map(([name, value]) => [name, rounded(value)])))}\n`;
}

/** The event in a line; `undefined` when there is none. */
export function decodeEvent(line: string): LogEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined; // a line that a crash cut short
  }
  const event = value as Partial<LogEvent> | null;
  const isEvent = typeof event?.event === "string" && Math.abs(event.at ?? Number.NaN) <= MAX_DATE_MS;
  return isEvent ? (event as LogEvent) : undefined;
}

function isAllowed(name: string, value: EventFields[string]): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value === "boolean") return true;
  return typeof value === "string" && TEXT_FIELDS.has(name) && WORD.test(value);
}

/** Microseconds are enough. */
function rounded(value: EventFields[string]): EventFields[string] {
  return typeof value === "number" ? Math.round(value * 1000) / 1000 : value;
}
