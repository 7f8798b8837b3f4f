/** The canary: the layer law bites. An upward import is planted in a copy of the rooms, and the real tree is really read. */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterEach, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

test("an upward import and a side entrance are errors", async () => {
  const names = await violations({
    "packages/frames/src/index.ts": 'import "../../memory/src/index.ts";',
    "packages/memory/src/index.ts": 'import "../../index/src/hidden.ts";',
    "packages/index/src/hidden.ts": 'import "../../../apps/cli/src/main.ts";',
    "apps/cli/src/main.ts": "export {};",
  });
  expect(names).toEqual(["packages-know-no-apps", "room-frames-looks-down", "room-memory-uses-front-doors"]);
});

test("imports that go down through front doors are fine", async () => {
  const names = await violations({
    "packages/frames/src/index.ts": "export {};",
    "packages/memory/src/index.ts": 'import "../../frames/src/index.ts";',
  });
  expect(names).toEqual([]);
});

test("the gate reads the real modules and their imports between rooms", async () => {
  const { modules, summary } = await cruise(root, ["packages", "apps"]);
  expect(summary.totalCruised).toBeGreaterThan(50);
  const memory = modules.find(({ source }) => source === "packages/memory/src/open-memory.ts");
  expect(memory?.dependencies.map(({ resolved }) => resolved)).toContain("packages/frames/src/index.ts");
  expect(summary.violations).toEqual([]);
}, 60_000);

interface Cruise {
  readonly modules: { source: string; dependencies: { resolved: string }[] }[];
  readonly summary: { totalCruised: number; violations: { rule: { name: string } }[] };
}

async function violations(files: Record<string, string>): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "vidmem-layers-"));
  folders.push(folder);
  await copyFile(join(root, "tsconfig.base.json"), join(folder, "tsconfig.base.json"));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const { summary } = await cruise(folder, ["."]);
  expect(summary.totalCruised).toBe(Object.keys(files).length);
  return summary.violations.map(({ rule }) => rule.name).toSorted();
}

function cruise(cwd: string, paths: string[]): Promise<Cruise> {
  const bin = join(root, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const args = [bin, "--config", join(root, ".dependency-cruiser.mjs"), "--output-type", "json", ...paths];
  return new Promise((done, fail) => {
    // The exit code counts violations: what was read is in the output either way.
    execFile(process.execPath, args, { cwd, maxBuffer: 64 * 1024 * 1024 }, (error, stdout) => {
      if (stdout === "") fail(error ?? new Error("dependency-cruiser printed nothing"));
      else done(JSON.parse(stdout) as Cruise);
    });
  });
}
