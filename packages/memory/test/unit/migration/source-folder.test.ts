import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  isFolder,
  listFiles,
  readSourceFile,
  removeIfEmpty,
  removeSourceFile,
} from "../../../src/migration/source-folder.ts";
import { errorOf, withFolder } from "../../support/stores.ts";
import { writeFiles } from "../../support/vaults.ts";

test("only regular files of real folders are listed, by name", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { "in/b": "2", "in/a": "1", "in/deep/c": "3" });
    fs.symlinkSync(join(root, "in/a"), join(root, "in/link"));
    fs.symlinkSync(join(root, "in"), join(root, "linked"));
    execFileSync("mkfifo", [join(root, "in/pipe")]);
    expect([...(await listFiles(root, "in")).keys()]).toEqual(["a", "b"]);
    expect((await listFiles(root, "in")).get("a")).toEqual({ name: "in/a", path: join(root, "in/a") });
    for (const none of ["linked", "missing", "in/a"]) expect(await listFiles(root, none)).toEqual(new Map());
    expect(await errorOf(listFiles(join(root, "gone"), ""))).toMatchObject({ code: "MEMORY_IO" });
    expect([await isFolder(root), await isFolder(join(root, "in/a"))]).toEqual([true, false]);
  });
});

test("a file that became a link, a pipe or too large since it was listed is not read", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { a: "1", b: "22" });
    const files = await listFiles(root, "");
    fs.rmSync(join(root, "a"));
    fs.symlinkSync(join(root, "b"), join(root, "a"));
    expect(await errorOf(readSourceFile(files.get("a")!, 10))).toMatchObject({ code: "MEMORY_IO" });
    expect((await errorOf(readSourceFile(files.get("b")!, 1))).message).toContain("larger than 1 bytes");
    fs.rmSync(join(root, "b"));
    execFileSync("mkfifo", [join(root, "b")]);
    expect((await errorOf(readSourceFile(files.get("b")!, 10))).message).toContain("no regular file");
  });
});

test("a file goes only as the one that was read, and a folder only when it is empty", async () => {
  await withFolder(async (root) => {
    writeFiles(root, { "f/a": "1", "f/b": "1" });
    const files = await listFiles(root, "f");
    const [a, b] = [files.get("a")!, files.get("b")!];
    const [readA, readB] = [await readSourceFile(a, 10), await readSourceFile(b, 10)];
    fs.writeFileSync(join(root, "f/new"), "1");
    fs.renameSync(join(root, "f/new"), a.path);
    expect(await removeSourceFile(a, readA.stamp)).toBe(false);
    expect(await removeSourceFile(b, readB.stamp)).toBe(true);
    expect(await removeSourceFile(b, readB.stamp)).toBe(false);
    await removeIfEmpty(root, "f");
    expect(fs.readdirSync(join(root, "f"))).toEqual(["a"]);
    fs.rmSync(a.path);
    await removeIfEmpty(root, "f");
    expect(fs.readdirSync(root)).toEqual([]);
  });
});
