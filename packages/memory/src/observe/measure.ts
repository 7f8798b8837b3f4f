/** Measuring one operation: its time goes to the meter, its outcome to the event log. */
import type { EventFields } from "./event.ts";
import { codeOf, type Observer } from "./observer.ts";

/** Runs an operation; `fieldsOf` makes the fields of its event from its result, never from its arguments. */
export type Measure = <T>(
  operation: string,
  run: () => Promise<T>,
  fieldsOf: (result: T) => EventFields,
  file?: "live" | "session",
) => Promise<T>;

/**
 * Short operations go into live.ndjson; long ones, and all that fail, into the session's file too. It is in the path of every verb: no more
 * than one promise is added to it.
 */
export function createMeasure(observer: Observer): Measure {
  const { meter } = observer;
  return (operation, run, fieldsOf, file = "live") => {
    const started = performance.now();
    return run().then(
      (result) => {
        const ms = performance.now() - started;
        meter.record(operation, ms);
        observer.emit(operation, () => ({ ...fieldsOf(result), ms }), { isOfSession: file === "session" });
        return result;
      },
      (error: unknown) => {
        const ms = performance.now() - started;
        meter.record(operation, ms, "failed");
        observer.emit(operation, () => ({ code: codeOf(error), ms }), { isOfSession: true });
        throw error;
      },
    );
  };
}

/** The numbers and flags of a result, and its id. */
export function toCounts(result: object): EventFields {
  const fields: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(result)) {
    if (typeof value === "number" || typeof value === "boolean" || name === "id") fields[name] = value as number;
  }
  return fields;
}
