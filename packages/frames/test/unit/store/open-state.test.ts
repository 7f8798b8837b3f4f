import { expect, test } from "vitest";
import { createOpenState } from "../../../src/store/open-state.ts";

test("a log is open until it ends, and then says which one it was", () => {
  const state = createOpenState("/s");
  state.assertOpen();
  expect(state.isOpen).toBe(true);
  state.end();
  state.end();
  expect(state.isOpen).toBe(false);
  expect(() => state.assertOpen()).toThrow(expect.objectContaining({ code: "FRAMES_CLOSED", details: { path: "/s" } }));
});
