/**
 * A process of its own: opens a store, searches once, prints the contents and what it took. Arguments: "vidmem", "vidmem-writing" or "sqlite",
 * the store's folder, the words. The last line is JSON: ms for loading code, opening and searching, and what the process computed on all its threads.
 */
const [, , contestant, dir, words] = process.argv as [string, string, string, string, string];
const started = performance.now();

/** Opens, and gives what searches and closes. */
async function open(): Promise<{ search(): Promise<unknown[]>; close(): Promise<void> }> {
  if (contestant === "sqlite") {
    const { openTextRival } = await import("./rival.ts");
    loaded = performance.now();
    const rival = await openTextRival(dir);
    return {
      search: async () => rival.search(words, { tag: undefined, limit: 10 }).map(({ content }) => content),
      close: async () => rival.close(),
    };
  }
  const { openMemory } = await import("@vidmem/memory");
  loaded = performance.now();
  const store = await openMemory({ dir, readOnly: contestant === "vidmem", scoring: "when-asked", logs: "off" });
  return {
    search: async () => (await store.search(words)).hits.map(({ content }) => content),
    close: () => store.close(),
  };
}

let loaded = started;
const store = await open();
const opened = performance.now();
const contents = await store.search();
const searched = performance.now();
for (const content of contents) process.stdout.write(`${String(content)}\n`);
await store.close();
const { user, system } = process.cpuUsage();
const figures = {
  loadMs: loaded - started,
  openMs: opened - loaded,
  searchMs: searched - opened,
  cpuMs: (user + system) / 1000,
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
