import { expect, test } from "vitest";
import { createAnalyzer } from "../../../src/analysis/terms.ts";
import { surfaceForm } from "../../../src/spelling/surface-form.ts";

test("a term is written as the text writes it", () => {
  const analyzer = createAnalyzer();
  expect(surfaceForm("We like the Restaurant's terrace", "restaur", analyzer)).toBe("restaurant");
  expect(surfaceForm("She went home", "go", analyzer)).toBe("went");
  expect(surfaceForm("nothing here", "restaur", analyzer)).toBe(undefined);
});
