/** Failures of the disk as coded errors of this room. */
import { isVidmemError } from "@vidmem/frames";
import { IndexError } from "./errors.ts";

/** What was done to what. */
export interface IoContext {
  readonly verb: "open" | "read" | "write";
  readonly what: "index" | "vectors";
  readonly dir: string;
}

/** @returns INDEX_IO for an error of the system; other errors as they are. */
export function toIoError(cause: unknown, { verb, what, dir }: IoContext): unknown {
  const code = cause instanceof Error && "code" in cause && !isVidmemError(cause) ? cause.code : undefined;
  if (typeof code !== "string") return cause;
  return new IndexError(
    "INDEX_IO",
    `Cannot ${verb} the ${what} in ${dir} (${code}). Memories are safe; check the disk, then try again.`,
    { details: { what: verb, path: dir, systemCode: code }, cause },
  );
}
