import { expect, test } from "vitest";
import { openSource } from "../../../src/migration/open-source.ts";
import { errorOf, toArray, withFolder } from "../../support/stores.ts";
import { entry, writeFiles } from "../../support/vaults.ts";

const VAULT = { "memories/aaaaaaaaaaaaaaaa.msgpack": entry("aaaaaaaaaaaaaaaa") };
const JSON_FILES = { "memories.json": '[{"content":"x"}]' };

test.each([
  ["a vault", VAULT, "auto", ["memories/aaaaaaaaaaaaaaaa.msgpack"]],
  ["JSON", JSON_FILES, "auto", ["memories.json"]],
  ["both: the vault first", { ...VAULT, ...JSON_FILES }, "auto", ["memories/aaaaaaaaaaaaaaaa.msgpack"]],
  ["both, by name", { ...VAULT, ...JSON_FILES }, "memory-json", ["memories.json"]],
] as const)("%s is opened by what is in it", async (_, files, format, names) => {
  await withFolder(async (root) => {
    writeFiles(root, files);
    const source = await openSource(root, format);
    expect((await toArray(source.pieces())).map(({ file }) => file.name)).toEqual(names);
  });
});

test("a folder that does not hold what was named is refused", async () => {
  await withFolder(async (root) => {
    writeFiles(root, JSON_FILES);
    expect(await errorOf(openSource(root, "vault-v2"))).toMatchObject({ code: "MEMORY_IMPORT_FORMAT" });
  });
});
