/** File sink: a new file that is written from its start to its end, in larger pieces than it is given. */
import type { Disk } from "../disk/disk.ts";

export interface FileSink {
  /** Takes bytes, which may be used again when it resolves. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Writes the rest, makes the file durable (not its name), closes it. */
  finish(): Promise<void>;
  /** Closes and removes the file. */
  abandon(): Promise<void>;
}

const BUFFER_BYTES = 256 * 1024;

/** Makes a file of what `fill` writes, and makes its contents durable. When that fails there is no file. */
export async function fillFile<T>(
  disk: Disk,
  path: string,
  fill: (write: FileSink["write"]) => Promise<T>,
): Promise<T> {
  const sink = await createFileSink(disk, path);
  try {
    const result = await fill(sink.write);
    await sink.finish();
    return result;
  } catch (error) {
    await sink.abandon();
    throw error;
  }
}

/** Creates the file; what a crash left under the same name is removed first. */
export async function createFileSink(disk: Disk, path: string): Promise<FileSink> {
  if ((await disk.stat(path)) !== undefined) await disk.remove(path);
  const file = await disk.open(path, "create");
  const buffer = new Uint8Array(BUFFER_BYTES);
  let used = 0;
  let position = 0;

  async function put(bytes: Uint8Array): Promise<void> {
    const written = await file.write(bytes, position);
    if (written !== bytes.length)
      throw Object.assign(new Error(`Short write: ${written} of ${bytes.length} bytes`), { code: "ENOSPC" });
    position += written;
  }

  async function drain(): Promise<void> {
    if (used > 0) await put(buffer.subarray(0, used));
    used = 0;
  }

  return {
    async write(bytes) {
      if (used + bytes.length > BUFFER_BYTES) await drain();
      if (bytes.length >= BUFFER_BYTES) return put(bytes);
      buffer.set(bytes, used);
      used += bytes.length;
    },
    async finish() {
      await drain();
      await file.sync();
      await file.close();
    },
    async abandon() {
      await file.close();
      await disk.remove(path);
    },
  };
}
