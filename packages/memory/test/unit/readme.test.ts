import { execFile } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { withFolder } from "../support/stores.ts";

const room = fileURLToPath(new URL("../../", import.meta.url));

test("the example of the README runs and prints what it says", async () => {
  const readme = fs.readFileSync(join(room, "README.md"), "utf8");
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const door = JSON.stringify(new URL("../../src/index.ts", import.meta.url).href);
  await withFolder(async (dir) => {
    const script = join(dir, "example.mts");
    fs.writeFileSync(script, example.replace('"@vidmem/memory"', door).replace("./memory", join(dir, "memory")));
    const options = ["--conditions=@vidmem/source", "--import", "tsx", script];
    const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: room });
    const [first, second, ...rest] = stdout.trimEnd().split("\n");
    expect(first).toBe("Ada keeps bees on the roof.");
    expect(second).toMatch(/^\d{13} Ada keeps bees on the roof\.$/);
    expect(rest).toEqual([]);
  });
});
