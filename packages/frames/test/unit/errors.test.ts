import { expect, test } from "vitest";
import { FRAMES_ERROR_CODES, FramesError, isVidmemError, VidmemError } from "../../src/index.ts";
import { ioError } from "../../src/errors.ts";
import { systemError } from "../support/wrapped-disk.ts";

test("an error carries code, details and cause", () => {
  const cause = new Error("why");
  const error = new FramesError("FRAMES_IO", "what", { details: { path: "/x" }, cause });
  expect(error).toBeInstanceOf(VidmemError);
  expect(error).toMatchObject({ name: "FramesError", code: "FRAMES_IO", details: { path: "/x" }, cause });
});

test("coded errors are told from others", () => {
  expect(isVidmemError(new FramesError("FRAMES_BUSY", "busy"))).toBe(true);
  expect(isVidmemError(systemError("ENOENT"))).toBe(false);
  expect(isVidmemError("FRAMES_BUSY")).toBe(false);
});

test("a system error is wrapped with path and next step, a coded one is passed on", () => {
  const wrapped = ioError("write", "/x/y", systemError("ENOSPC"));
  expect(wrapped).toMatchObject({ code: "FRAMES_IO", details: { path: "/x/y", systemCode: "ENOSPC" } });
  expect(wrapped.message).toMatch(/Cannot write \/x\/y \(ENOSPC\).*free some space/);
  expect(ioError("write", "/x/y", wrapped)).toBe(wrapped);
});

test("the list of codes has no duplicates and one prefix", () => {
  expect(new Set(FRAMES_ERROR_CODES).size).toBe(FRAMES_ERROR_CODES.length);
  for (const code of FRAMES_ERROR_CODES) expect(code).toMatch(/^FRAMES_/);
});
