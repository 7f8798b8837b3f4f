/**
 * Appended file: bytes added at the end of a file through the Disk port, which is opened when the first ones come.
 * Invariant: after a failure the file is closed, and the next append starts from the file's real end.
 */
import { isVidmemError, type Disk, type DiskFile } from "@vidmem/frames";

const NEWLINE = 0x0a;

export interface AppendedFile {
  /** Bytes of the file; 0 until it was opened. */
  readonly sizeBytes: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Makes what was appended durable. */
  sync(): Promise<void>;
  /** Lets the file go; the next append opens it again. */
  close(): Promise<void>;
}

export function createAppendedFile(disk: Disk, path: string): AppendedFile {
  let file: DiskFile | undefined;
  let sizeBytes = 0;

  async function open(): Promise<DiskFile> {
    const opened = await openOrCreate(disk, path);
    try {
      sizeBytes = await opened.size();
      if (!(await endsWithNewline(opened, sizeBytes)))
        sizeBytes += await opened.write(Uint8Array.of(NEWLINE), sizeBytes);
    } catch (error) {
      await opened.close();
      throw error;
    }
    return opened;
  }

  async function close(): Promise<void> {
    const opened = file;
    file = undefined;
    await opened?.close();
  }

  return {
    get sizeBytes() {
      return sizeBytes;
    },
    async append(bytes) {
      try {
        file ??= await open();
        const written = await file.write(bytes, sizeBytes);
        sizeBytes += written;
        if (written < bytes.length) throw new Error("Short write: the disk took fewer bytes than it was given");
      } catch (error) {
        await close().catch(() => undefined); // the first error is the one to tell
        throw error;
      }
    },
    sync: async () => file?.sync(),
    close,
  };
}

async function openOrCreate(disk: Disk, path: string): Promise<DiskFile> {
  try {
    return await disk.open(path, "write");
  } catch (error) {
    if (isVidmemError(error) || !(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return disk.open(path, "create");
  }
}

/** A crash may have cut the last line short: what follows must not become a part of it. */
async function endsWithNewline(file: DiskFile, sizeBytes: number): Promise<boolean> {
  if (sizeBytes === 0) return true;
  const last = new Uint8Array(1);
  await file.read(last, sizeBytes - 1);
  return last[0] === NEWLINE;
}
