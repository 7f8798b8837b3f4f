/**
 * LoCoMo: long conversations with questions (Maharana et al., 2024, "Evaluating Very Long-Term Conversational Memory of LLM
 * Agents"). Each turn becomes a memory: namespace = sample_id, session = <sample_id>/<number>, `metadata.sourceId` = dia_id,
 * time = the session's date plus the turn's place in seconds. What a shared picture shows is part of what was said.
 */
import { MemoryError } from "../errors.ts";
import type { MemoryInput } from "../memory.ts";
import { isPlainObject } from "../records/canonical-json.ts";

const MONTHS = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];
const SESSION_DATE = /^(\d{1,2}):(\d{2}) (am|pm) on (\d{1,2}) ([a-z]+), (\d{4})$/i;
const TURN_MS = 1000;

/** Whether a parsed file looks like LoCoMo. */
export function isLocomo(value: unknown): boolean {
  const samples = Array.isArray(value) ? value : [value];
  return (
    samples.length > 0 &&
    samples.every((sample) => isPlainObject(sample) && "conversation" in sample && "sample_id" in sample)
  );
}

/** Every turn of every conversation of a parsed file, in order. @throws MemoryError MEMORY_IMPORT_FORMAT */
export function* fromLocomo(value: unknown): Generator<MemoryInput> {
  if (!isLocomo(value)) throw notLocomo("there is no conversation with a sample_id");
  for (const sample of (Array.isArray(value) ? value : [value]) as Record<string, unknown>[]) {
    const conversation = sample["conversation"];
    const sampleId = sample["sample_id"];
    if (!isPlainObject(conversation) || typeof sampleId !== "string")
      throw notLocomo("a conversation has no sample_id");
    yield* sessionsOf(sampleId, conversation);
  }
}

function* sessionsOf(sampleId: string, conversation: Record<string, unknown>): Generator<MemoryInput> {
  const numbers = Object.keys(conversation)
    .map((key) => /^session_(\d+)$/.exec(key)?.[1])
    .filter((number) => number !== undefined)
    .toSorted((a, b) => Number(a) - Number(b));
  for (const number of numbers) {
    const turns = conversation[`session_${number}`];
    if (!Array.isArray(turns)) throw notLocomo(`session ${number} of ${sampleId} is no list of turns`);
    const start = parseSessionDate(conversation[`session_${number}_date_time`]);
    for (const [place, turn] of turns.entries()) {
      if (!isPlainObject(turn)) throw notLocomo(`session ${number} of ${sampleId} has a turn that is no object`);
      yield toInput(turn, {
        namespace: sampleId,
        session: `${sampleId}/${number}`,
        timestamp: start + place * TURN_MS,
      });
    }
  }
}

function toInput(
  turn: Record<string, unknown>,
  place: Pick<MemoryInput, "namespace" | "session" | "timestamp">,
): MemoryInput {
  const { text, speaker, dia_id: sourceId, blip_caption: caption } = turn;
  const said = typeof text === "string" ? text : "";
  const shown = typeof caption === "string" ? `[photo: ${caption}]` : "";
  return {
    ...place,
    content: [said, shown].filter((part) => part !== "").join(" "),
    ...(typeof speaker === "string" ? { speaker } : {}),
    metadata: typeof sourceId === "string" ? { sourceId } : {},
  };
}

/** "1:56 pm on 8 May, 2023" as ms, read as UTC. */
function parseSessionDate(text: unknown): number {
  const match = typeof text === "string" ? SESSION_DATE.exec(text.trim()) : null;
  const month = MONTHS.indexOf(match?.[5]?.toLowerCase() ?? "");
  if (match === null || month < 0) throw notLocomo("a session has no date of the form “1:56 pm on 8 May, 2023”");
  const [, hour, minute, half, day, , year] = match;
  const hours = (Number(hour) % 12) + (half?.toLowerCase() === "pm" ? 12 : 0);
  return Date.UTC(Number(year), month, Number(day), hours, Number(minute));
}

function notLocomo(what: string): MemoryError {
  return new MemoryError("MEMORY_IMPORT_FORMAT", `This is no LoCoMo file: ${what}. Name the right format.`, {
    details: { format: "locomo" },
  });
}
