/** What is published works: the bundles are made, a process loads few of their files, and a thread of theirs starts. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vidmem-bundle-"));
  await run(process.execPath, [join(root, "docs/architecture/bundle.mjs")]);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test("a store is filled by a thread of the bundle, closed, opened and searched; most of the code is never loaded", async () => {
  const dir = JSON.stringify(join(folder, "store"));
  await runScript(`
    const store = await openMemory({ dir: ${dir} });
    await store.saveMany(Array.from({ length: 1500 }, (_, at) => ({ content: "Ada saw bee number " + at, session: "s" + (at >> 4) })));
    await store.close();`);
  const { stdout } = await runScript(`
    const store = await openMemory({ dir: ${dir}, readOnly: true });
    const { hits } = await store.search("bee 1234");
    console.log(hits[0].content);
    await store.close();`);
  expect(stdout).toBe("Ada saw bee number 1234\n");
  const loaded = await filesLoaded();
  const rooms = loaded.map((url) => url.replace(/^.*\/(packages|apps)\//, "").replace(/-[\w-]{8}\.js$/, ".js"));
  expect(rooms.toSorted()).toEqual([
    "frames/bundle/core.js",
    "frames/bundle/index.js",
    "index/bundle/core.js",
    "index/bundle/index.js",
    "memory/bundle/core.js",
    "memory/bundle/index.js",
    "significance/bundle/importance.js",
    "significance/bundle/small.js",
  ]);
});

test("what is imported dynamically is there", async () => {
  const dir = JSON.stringify(join(folder, "other"));
  const { stdout } = await runScript(`
    const store = await openMemory({ dir: ${dir} });
    const { id } = await store.save("The boiler was repaired.", { scoring: "now" });
    const { hits } = await store.similar("boiler repair");
    const { exported } = await store.export(${JSON.stringify(join(folder, "out.jsonl"))});
    const { examined } = await store.decay({ dryRun: true });
    console.log(hits[0].id === id, exported, examined, (await store.get(id)).significance !== undefined);
    await store.close();`);
  expect(stdout).toBe("true 1 1 true\n");
});

test("the program of the command line runs from its bundle", async () => {
  const main = join(root, "apps/cli/bundle/main.js");
  const cli = (...args: string[]): ReturnType<typeof run> =>
    run(process.execPath, ["-C", "@vidmem/bundle", main, ...args, "--dir", join(folder, "cli"), "--json"]);
  await cli("save", "Maeve keeps bees.");
  const { stdout } = await cli("search", "bees");
  const { hits } = JSON.parse(String(stdout)) as { hits: { content: string }[] };
  expect(hits.map(({ content }) => content)).toEqual(["Maeve keeps bees."]);
});

/** Runs a script beside the packages' user, with the bundles in place of the modules, and notes what it loads. */
function runScript(script: string): Promise<{ stdout: string }> {
  const code = `import { openMemory } from "@vidmem/memory";${script}`;
  return run(process.execPath, ["-C", "@vidmem/bundle", "--input-type=module", "-e", code], {
    cwd: join(root, "apps/cli"),
    env: { ...process.env, NODE_V8_COVERAGE: join(folder, "coverage") },
  });
}

/** The files of ours that the last script loaded, by its coverage. */
async function filesLoaded(): Promise<string[]> {
  const coverage = join(folder, "coverage");
  const reports = await Promise.all(
    (await readdir(coverage)).map(async (name) => JSON.parse(await readFile(join(coverage, name), "utf8")) as Report),
  );
  const newest = reports.toSorted((a, b) => b.timestamp - a.timestamp)[0]!;
  return newest.result.map(({ url }) => url).filter((url) => url.includes("/bundle/"));
}

interface Report {
  readonly timestamp: number;
  readonly result: readonly { readonly url: string }[];
}
