/** The one place that opens a store: where it is, with which access, and what opening found. */
import { mkdtemp, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { isVidmemError } from "@vidmem/frames";
import type { Embedder } from "@vidmem/index";
import { openMemory, type EmbedOptions, type EmbedResult, type MemoryStore } from "@vidmem/memory";
import type { Context } from "./command.ts";
import { resolveDataFolder } from "./data-folder.ts";
import { openEmbedder } from "./embedder.ts";
import { CliError } from "./errors.ts";
import { untilInterrupted } from "./interruptible.ts";
import { countOf } from "./render/numbers.ts";
import { createProgressBar, whileWaiting } from "./render/progress.ts";

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
  return withOpened(context, { access }, use);
}

/**
 * The same with the embedder of the call. What was saved has its vectors when the work ends, unless the embedder fails: that is told, and
 * costs no save.
 */
export async function withEmbedder<T>(
  context: Context,
  access: Access,
  use: (store: MemoryStore, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const embedder = await openEmbedder(context).catch((error: unknown) => {
    if (access === "read" || !isVidmemError(error) || error.code !== "INDEX_EMBEDDER_FAILED") throw error;
    context.out.words(`warning: ${error.message} What is saved now gets its vector later.`);
    return undefined;
  });
  return withOpened(context, { access, embedder }, async (store, signal) => {
    const result = await use(store, signal);
    if (embedder !== undefined && access !== "read") await embedRest(context, store, { signal, tries: 1 });
    return result;
  });
}

/** Waits until every memory has its vector, with a bar; words when the embedder fails. */
export async function embedRest(
  { io, out }: Context,
  store: MemoryStore,
  options: Pick<EmbedOptions, "signal" | "tries">,
): Promise<EmbedResult> {
  const bar = createProgressBar(io, "embedding");
  try {
    const result = await store.embed({ ...options, onProgress: (progress) => bar.update(progress) });
    const { waiting, refused, lastError = "no reason given" } = result;
    const without = waiting + refused;
    if (without > 0)
      out.words(`warning: ${countOf(without, "memory has", "memories have")} no vector yet: ${lastError}`);
    return result;
  } finally {
    bar.end();
  }
}

/** How a store is opened. */
export interface Opening {
  readonly access: Access;
  readonly embedder?: Embedder | undefined;
  readonly onModelMismatch?: "fail" | "reindex" | undefined;
}

/** The work of `withStore` and its kin. */
export async function withOpened<T>(
  context: Context,
  opening: Opening,
  use: (store: MemoryStore, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { access } = opening;
  const dir = folderOf(context);
  if (access !== "make") await assertStore(dir);
  using interruption = context.io.listenForInterrupt();
  const { signal } = interruption;
  const store = await openStore(context, dir, opening);
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

async function openStore({ io, out }: Context, dir: string, opening: Opening): Promise<MemoryStore> {
  const { access, embedder, onModelMismatch } = opening;
  try {
    const opened = openMemory({ dir, readOnly: access === "read", embedder, onModelMismatch });
    return await whileWaiting(io, "Opening the store", opened);
  } catch (error) {
    if (isVidmemError(error) && error.code === "INDEX_MODEL_MISMATCH")
      out.words("note: to make its vectors anew with this embedder: vidmem reindex --embedder <name>");
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
