import { FramesError } from "@vidmem/frames";
import { IndexError } from "@vidmem/index";
import { describe, expect, it } from "vitest";
import { toErrorReport } from "../../src/exit-codes.ts";

const system = (code: string): Error => Object.assign(new Error(`${code}: no`), { code, syscall: "write" });

describe("an error of vidmem", () => {
  it("ends with the code of its family", () => {
    expect(toErrorReport(new FramesError("FRAMES_LOCKED", "locked")).exitCode).toBe(3);
    expect(toErrorReport(new FramesError("FRAMES_CORRUPT", "damaged")).exitCode).toBe(4);
  });

  it("that is damage of the index is damage, and says what to do", () => {
    const { exitCode, message } = toErrorReport(new IndexError("INDEX_DAMAGED", "The index is damaged."));
    expect(exitCode).toBe(4);
    expect(message).toContain("vidmem doctor --repair");
  });

  it("tells what the system said, once, however deep it lies", () => {
    const cause = new Error("a write failed", { cause: system("ENOSPC") });
    expect(toErrorReport(new FramesError("FRAMES_POISONED", "It failed.", { cause })).message).toBe(
      "It failed. The system said ENOSPC.",
    );
    const told = new FramesError("FRAMES_IO", "Cannot open it (ENOSPC).", { cause: system("ENOSPC") });
    expect(toErrorReport(told).message).toBe("Cannot open it (ENOSPC).");
    expect(toErrorReport(new FramesError("FRAMES_CLOSED", "It is closed.")).message).toBe("It is closed.");
  });
});

it("misuse, the system and bugs are told apart", () => {
  expect(toErrorReport(new TypeError("limit must be a number"))).toMatchObject({ code: "CLI_MISUSE", exitCode: 2 });
  expect(toErrorReport(system("EACCES"))).toMatchObject({ code: "CLI_IO", exitCode: 3 });
  expect(toErrorReport(new TypeError("Cannot read properties of undefined"))).toMatchObject({
    code: "CLI_BUG",
    exitCode: 70,
  });
  expect(toErrorReport("text")).toMatchObject({ code: "CLI_BUG", exitCode: 70 });
});
