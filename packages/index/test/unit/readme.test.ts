import { execFile } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const room = fileURLToPath(new URL("../../", import.meta.url));

test("the example of the README runs and prints what it says", async () => {
  const readme = fs.readFileSync(join(room, "README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const said = [...example.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line);
  expect(said).toHaveLength(1);
  const door = JSON.stringify(new URL("../../src/index.ts", import.meta.url).href);
  const folder = fs.mkdtempSync(join(tmpdir(), "vidmem-index-"));
  try {
    const script = join(folder, "example.mts");
    fs.writeFileSync(script, example.replace('"@vidmem/index"', door));
    const options = ["--conditions=@vidmem/source", "--import", "tsx", script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, options, { cwd: room });
    expect(stdout.trimEnd().split("\n")).toEqual(said);
    expect(stderr).toBe("");
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});
