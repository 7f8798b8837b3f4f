/** Work on a folder of vectors, its failures coded. */
import { toIoError, type IoContext } from "../../io-error.ts";

/** @throws IndexError INDEX_IO for an error of the system; other errors pass through. */
export async function ioAs<T>(verb: IoContext["verb"], dir: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw toIoError(cause, { verb, what: "vectors", dir });
  }
}
