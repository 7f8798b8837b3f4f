import fs from "node:fs";
import { FRAMES_ERROR_CODES } from "@vidmem/frames";
import { INDEX_ERROR_CODES } from "@vidmem/index";
import { expect, test } from "vitest";
import { MEMORY_ERROR_CODES } from "../../src/index.ts";

const page = fs.readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");
const sections = page.split(/^## /m).slice(1);

test("every code of frames, index and memory has its heading, and every heading its code", () => {
  const headings = sections.map((section) => section.slice(0, section.indexOf("\n")));
  const ours = headings.filter((heading) => /^(FRAMES|INDEX|MEMORY)_/.test(heading));
  const codes = [...FRAMES_ERROR_CODES, ...INDEX_ERROR_CODES, ...MEMORY_ERROR_CODES];
  expect(ours.toSorted()).toEqual([...codes].toSorted());
});

test("every heading says when, why and what to do", () => {
  for (const section of sections) {
    for (const part of ["**When:**", "**Why:**", "**What to do:**"]) expect(section).toContain(part);
  }
});
