/** The one place that opens a store: where it is, with which access, and what opening found. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isVidmemError } from "@vidmem/frames";
import { openMemory, type MemoryStore } from "@vidmem/memory";
import type { Context } from "./command.ts";
import { resolveDataFolder } from "./data-folder.ts";
import { CliError } from "./errors.ts";
import { untilInterrupted } from "./interruptible.ts";
import { countOf } from "./render/numbers.ts";
import { whileWaiting } from "./render/progress.ts";

/** "read" takes no lock and writes nothing; "change" wants a store that is there; "make" makes a missing one. */
export type Access = "read" | "change" | "make";

/**
 * Opens the store of the call, hands it to `use`, and closes it whatever happens: also on Ctrl-C and SIGTERM, of which the signal tells.
 * @throws CliError CLI_NO_STORE, CLI_INTERRUPTED, and whatever opening, `use` or closing throws.
 */
export async function withStore<T>(
  context: Context,
  access: Access,
  use: (store: MemoryStore, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const dir = folderOf(context);
  if (access !== "make") await assertStore(dir);
  using interruption = context.io.listenForInterrupt();
  const { signal } = interruption;
  const store = await openStore(context, dir, access);
  let result: T;
  try {
    tellRecovery(context, store, access);
    result = await untilInterrupted({ work: use(store, signal), signal, close: () => store.close() });
  } catch (error) {
    // A failure to close means that saves were lost: that is the news then, not what stopped the command.
    await store.close();
    throw error;
  }
  await store.close();
  return result;
}

/** A store in a temporary folder, which is removed when the work ends, however it ends. */
export async function withTemporaryStore<T>(tempDir: string, use: (store: MemoryStore) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tempDir, "vidmem-demo-"));
  try {
    const store = await openMemory({ dir });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The folder of the store of this call. */
export function folderOf({ io, args }: Pick<Context, "io" | "args">): string {
  return resolveDataFolder(args.text("dir"), io);
}

/** Whether a store is there: its file, or at least its frames. */
export async function hasStore(dir: string): Promise<boolean> {
  return (await exists(join(dir, "vidmem.json"))) || (await exists(join(dir, "shards")));
}

/** @throws CliError CLI_NO_STORE */
export async function assertStore(dir: string): Promise<void> {
  if (!(await hasStore(dir))) throw noStore(dir);
}

async function openStore({ io }: Context, dir: string, access: Access): Promise<MemoryStore> {
  try {
    return await whileWaiting(io, "Opening the store", openMemory({ dir, readOnly: access === "read" }));
  } catch (error) {
    if (isVidmemError(error) && error.code === "FRAMES_NOT_FOUND") throw noStore(dir);
    throw error;
  }
}

function noStore(dir: string): CliError {
  const message = `There is no store in ${dir}. Make one with \`vidmem init\`, save something, or name another folder with --dir.`;
  return new CliError("CLI_NO_STORE", message, { details: { dir } });
}

/** Damage is never silent. A torn tail is told to writers only: for a reader it may be a save that is under way. */
function tellRecovery({ out }: Context, { recovery }: MemoryStore, access: Access): void {
  const { damagedCount, torn } = recovery;
  if (damagedCount > 0) {
    out.words(
      `warning: ${countOf(damagedCount, "damaged place")} in this store; the rest is readable. See: vidmem doctor`,
    );
  }
  if (torn !== undefined && access !== "read") {
    out.words(`note: a save that a crash cut short was set aside (${torn.sizeBytes} bytes of ${torn.file}).`);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}
