import { expect, test } from "vitest";
import { FramesError, ioError, isVidmemError } from "../../../src/errors.ts";
import { packError, unpackError } from "../../../src/store/error-transfer.ts";

const cross = (error: unknown): Error => unpackError(structuredClone(packError(error)));

test("coded errors keep code, details, message and causes", () => {
  const system = Object.assign(new Error("ENOSPC: no space"), { code: "ENOSPC" });
  const crossed = cross(ioError("write", "/s/f", system));
  expect(isVidmemError(crossed)).toBe(true);
  expect(crossed).toMatchObject({
    code: "FRAMES_IO",
    details: { what: "write", path: "/s/f", systemCode: "ENOSPC" },
    cause: { message: "ENOSPC: no space", code: "ENOSPC" },
  });
  const damaged = new FramesError("FRAMES_CORRUPT", "f is damaged", { details: { file: "f", offset: 64 } });
  expect(cross(damaged)).toEqual(damaged);
});

test("other errors, and what is no error, keep what they say", () => {
  expect(cross(new RangeError("too far"))).toMatchObject({ message: "too far" });
  expect(cross("text")).toMatchObject({ message: "text" });
  expect("code" in cross(new Error("plain"))).toBe(false);
});
