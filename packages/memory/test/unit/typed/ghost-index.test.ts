import { expect, test } from "vitest";
import { toRecord } from "../../../src/records/record.ts";
import { createGhostIndex } from "../../../src/typed/ghost-index.ts";
import { createGhosts } from "../../../src/typed/ghosts.ts";

function indexAt() {
  const time = { now: 0 };
  const ghosts = createGhosts(1000, () => time.now);
  const index = createGhostIndex(ghosts, undefined, () => time.now);
  const save = (content: string, namespace = "default") =>
    ghosts.save(toRecord({ content, type: "ghost", namespace }, time.now));
  const found = async (text: string, namespace?: string): Promise<unknown[]> =>
    (await index.search({ text, namespace })).map(({ ghost }) => ghost.record.content);
  return { time, ghosts, save, found };
}

test("ghosts are found as they come, change and go", async () => {
  const { time, ghosts, save, found } = indexAt();
  const ghost = save("a green teapot");
  expect(await found("teapot")).toEqual(["a green teapot"]);
  ghosts.replace(ghost, toRecord({ content: "a blue kettle", type: "ghost" }, 0));
  expect(await found("teapot")).toEqual([]);
  expect(await found("kettle")).toEqual(["a blue kettle"]);
  time.now = 2000;
  expect(await found("kettle")).toEqual([]);
});

test("a ghost that was read since is found with its access", async () => {
  const { ghosts, save } = indexAt();
  ghosts.touch(save("tea"));
  expect(ghosts.alive()[0]?.access.count).toBe(1);
});

test("namespaces stay apart", async () => {
  const { save, found } = indexAt();
  save("tea", "n");
  expect(await found("tea")).toEqual([]);
  expect(await found("tea", "n")).toEqual(["tea"]);
});

test("after many have gone the index is made anew and still right", async () => {
  const { time, save, found } = indexAt();
  for (let round = 0; round < 4; round++) {
    for (let n = 0; n < 60; n++) save(`tea ${round} number${n}`);
    expect(await found(`number7`)).toEqual([`tea ${round} number7`]);
    time.now += 2000;
    expect(await found("tea")).toEqual([]);
  }
});
