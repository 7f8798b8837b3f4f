import { toFrameId } from "@vidmem/frames";
import { expect, test } from "vitest";
import { toRecord, type MemoryRecord } from "../../../src/records/record.ts";
import { createGhosts, MAX_GHOSTS } from "../../../src/typed/ghosts.ts";

const record = (content: string): MemoryRecord => toRecord({ content, type: "ghost" }, 0);

function ghostsAt(start = 0) {
  const time = { now: start };
  return { time, ghosts: createGhosts(1000, () => time.now) };
}

test("a ghost is found until its time to live is over, and not at that moment", () => {
  const { time, ghosts } = ghostsAt();
  const { id } = ghosts.save(record("boo"));
  time.now = 999;
  expect(ghosts.find(id)?.record.content).toBe("boo");
  time.now = 1000;
  expect(ghosts.find(id)).toBeUndefined();
  expect(ghosts.size).toBe(0);
});

test("a newer version lives a whole time to live again and keeps id and accesses; an access alone does not prolong", () => {
  const { time, ghosts } = ghostsAt();
  const touched = ghosts.touch(ghosts.save(record("a")));
  ghosts.touch(ghosts.save(record("b")));
  time.now = 600;
  const newer = ghosts.replace(touched, record("a2"));
  expect(newer).toMatchObject({ id: touched.id, access: { count: 1, last: 0 } });
  expect(newer.ref).toBeGreaterThan(touched.ref);
  time.now = 1500;
  expect(ghosts.alive().map((ghost) => ghost.record.content)).toEqual(["a2"]);
});

test("the same record is found by what it says, and no longer once it says something else or expired", () => {
  const { time, ghosts } = ghostsAt();
  const ghost = ghosts.save(record("a"));
  expect(ghosts.findSame(record("a"))?.id).toBe(ghost.id);
  ghosts.replace(ghost, record("b"));
  expect(ghosts.findSame(record("a"))).toBeUndefined();
  time.now = 2000;
  expect(ghosts.findSame(record("b"))).toBeUndefined();
});

test("forgetting tells whether there was one; expired ones were not there", () => {
  const { time, ghosts } = ghostsAt();
  const { id } = ghosts.save(record("a"), toFrameId("00000000000000aa"));
  expect(id).toBe("00000000000000aa");
  expect(ghosts.forget(id)).toBe(true);
  expect(ghosts.forget(id)).toBe(false);
  ghosts.save(record("a"), id);
  time.now = 5000;
  expect(ghosts.forget(id)).toBe(false);
});

test("beyond the bound the ones that would expire first make room", () => {
  const { ghosts } = ghostsAt();
  const first = ghosts.save(record("first"));
  for (let n = 0; n < MAX_GHOSTS; n++) ghosts.save(record(`ghost ${n}`));
  expect(ghosts.size).toBe(MAX_GHOSTS);
  expect(ghosts.find(first.id)).toBeUndefined();
});

test("changes grow with every change but accesses", () => {
  const { ghosts } = ghostsAt();
  const ghost = ghosts.save(record("a"));
  const { changes } = ghosts;
  ghosts.touch(ghost);
  expect(ghosts.changes).toBe(changes);
  ghosts.forget(ghost.id);
  expect(ghosts.changes).toBeGreaterThan(changes);
});
