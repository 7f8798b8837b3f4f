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
    fs.writeFileSync(script, example.replace('"@vidmem/frames"', door).replace("./store", join(dir, "store")));
    const options = ["--conditions=@vidmem/source", "--import", "tsx", script];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, options, { cwd: room });
    expect(stdout).toBe("1 2 {} hello again\n1 memory 5\n2 update 11\n");
    expect(stderr).toBe("");
  });
});
