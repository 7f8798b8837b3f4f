/** Failures of the disk as coded errors of this room. */
import { isVidmemError } from "@vidmem/frames";
import { IndexError } from "../../errors.ts";

/** Runs work on a folder. @throws IndexError INDEX_IO for an error of the system; other errors pass through. */
export async function ioAs<T>(verb: "open" | "read" | "write", dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause && !isVidmemError(cause) ? cause.code : undefined;
    if (typeof code !== "string") throw cause;
    throw new IndexError(
      "INDEX_IO",
      `Cannot ${verb} the vectors in ${dir} (${code}). Memories are safe; check the disk, then try again.`,
      { details: { what: verb, path: dir, systemCode: code }, cause },
    );
  }
}
