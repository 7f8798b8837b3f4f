import { expect, test } from "vitest";
import { optionalModel } from "../../../src/embedders/optional-model.ts";

test("a model is loaded once, when it is first wanted", async () => {
  let loads = 0;
  const model = optionalModel({ name: "m", packages: "p", load: async () => ++loads });
  expect(await Promise.all([model(), model(), model()])).toEqual([1, 1, 1]);
});

test("missing packages are named with the command that installs them; the next call tries again", async () => {
  let isInstalled = false;
  const model = optionalModel({
    name: "m",
    packages: "left right",
    load: async () => {
      if (isInstalled) return "model";
      // A package that nobody has: the specifier is no literal, so that no tool looks for it.
      return (await import(["not", "installed", "anywhere"].join("-"))) as string;
    },
  });
  await expect(model()).rejects.toMatchObject({
    code: "INDEX_EMBEDDER_MISSING",
    message: expect.stringContaining("npm install left right"),
  });
  isInstalled = true;
  expect(await model()).toBe("model");
});

test("a model that cannot be loaded says why", async () => {
  const load = (): Promise<never> => Promise.reject(new Error("file was not found locally"));
  const model = optionalModel({ name: "m", packages: "p", load });
  await expect(model()).rejects.toThrow(/could not be loaded: file was not found locally/);
});
