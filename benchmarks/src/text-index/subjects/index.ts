/** Every subject of the text index by its name. */
import type { SetUp } from "../../frames/subject.ts";
import { memoryBuild, rivalBuild } from "./build.ts";
import { exactness } from "./exactness.ts";
import { freshSaves } from "./fresh-saves.ts";
import { memorySearch, rivalSearch } from "./search.ts";

export const SUBJECTS: Readonly<Record<string, SetUp>> = {
  build: memoryBuild,
  exactness,
  "fresh-saves": freshSaves,
  "rival-build": rivalBuild,
  "rival-search": rivalSearch,
  search: memorySearch,
};
